/** Merges overrides into a copy of an object, at every depth. `undefined` removes a field. */
export function merge(base: object, overrides: object): object {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, override] of Object.entries(overrides)) {
    const own = merged.get(key);
    if (override === undefined) merged.delete(key);
    else merged.set(key, isPlainObject(own) && isPlainObject(override) ? merge(own, override) : override);
  }
  return Object.fromEntries(merged);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
