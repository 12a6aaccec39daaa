/** A copy of an object in which another's fields stand in for its own, at every depth; `undefined` takes one away. */
export function merge(base: object, overrides: object): object {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, override] of Object.entries(overrides)) {
    const own = merged.get(key);
    if (override === undefined) merged.delete(key);
    else merged.set(key, isPlain(own) && isPlain(override) ? merge(own, override) : override);
  }
  return Object.fromEntries(merged);
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
