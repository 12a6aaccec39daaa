import type { Hmac } from "./hmac.ts";

const algorithm = { name: "HMAC", hash: "SHA-256" };
const encoder = new TextEncoder();

/** HMAC by Web Crypto, for runtimes without `node:crypto`. It takes no updates, so prefix and body are joined first. */
export function webHmac(): Hmac<CryptoKey> {
  return {
    importKey: (secret) => crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]),
    async digest(key, prefix, body) {
      const start = encoder.encode(prefix);
      const message = new Uint8Array(start.length + body.length);
      message.set(start);
      message.set(body, start.length);
      return new Uint8Array(await crypto.subtle.sign(algorithm, key, message));
    },
    equal: equalInConstantTime,
  };
}

/** Web Crypto has no such comparison; this one looks at every byte whatever it meets. */
function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) throw new RangeError("Digests to compare must be of equal length.");
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) {
    difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  }
  return difference === 0;
}
