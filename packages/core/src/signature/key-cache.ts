/** The largest number of cached keys. With more tenants, some secrets are parsed again. */
const maxCachedKeys = 256;

/** Creates a cache of parsed secrets, so that a function's secrets are not parsed on every request. */
export function createKeyCache<Parsed>(parse: (secret: unknown) => Parsed): (secret: unknown) => Parsed {
  const cached = new Map<unknown, Parsed>();
  return (secret) => cached.get(secret) ?? add(secret);

  function add(secret: unknown): Parsed {
    const parsed = parse(secret);
    const oldest = cached.keys().next();
    if (cached.size >= maxCachedKeys && !oldest.done) cached.delete(oldest.value);
    cached.set(secret, parsed);
    return parsed;
  }
}
