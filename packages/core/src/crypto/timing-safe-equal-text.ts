import { hmac } from "./hmac.ts";

const nothing = new Uint8Array();
let key: unknown;

/**
 * Compares two strings in a time that reveals neither their difference nor their length. It compares their digests
 * under a random key of this process.
 */
export function timingSafeEqualText(a: string, b: string): boolean | Promise<boolean> {
  // Created on first use: some runtimes give no random numbers while a module loads.
  key ??= hmac.importKey(crypto.getRandomValues(new Uint8Array(32)));
  const first = hmac.digest(key, a, nothing);
  const second = hmac.digest(key, b, nothing);
  // Stryker disable next-line LogicalOperator: one HMAC makes both digests, so both are promises or none is
  if (first instanceof Promise || second instanceof Promise) {
    return Promise.all([first, second]).then(([first, second]) => hmac.equal(first, second));
  }
  return hmac.equal(first, second);
}
