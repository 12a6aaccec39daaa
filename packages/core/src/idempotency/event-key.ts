import type { Delivery } from "../delivery.ts";

const unsignedScope = "url-token:";
const signedScope = "signed:";

/**
 * Checks the key of an event, and scopes the keys of unsigned deliveries, which must not make a signed delivery a
 * duplicate, whatever key it has.
 *
 * @throws {TypeError} on an empty key, which would make every event but the first a duplicate
 */
export function toEventKey({ scheme }: Delivery, given: unknown, namespace: string | undefined): string {
  const key = assertKey(given);
  const scoped = scheme === "url-token" ? `${unsignedScope}${key}` : escapeScope(key);
  return namespace === undefined ? scoped : `${namespace}:${scoped}`;
}

function escapeScope(key: string): string {
  return key.startsWith(unsignedScope) || key.startsWith(signedScope) ? `${signedScope}${key}` : key;
}

function assertKey(key: unknown): string {
  if (typeof key === "string" && key !== "") return key;
  // The rejection of a promise that nobody handles would end the process.
  Promise.resolve(key).catch(() => {});
  throw new TypeError("The option idempotency.key must return a string that is not empty, and not a promise.");
}
