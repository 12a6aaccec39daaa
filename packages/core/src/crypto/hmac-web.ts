import type { HmacSha256 } from "./hmac-sha256.ts";

const algorithm = { name: "HMAC", hash: "SHA-256" };
const encoder = new TextEncoder();

/** A key that Web Crypto imports on first use: some runtimes allow no cryptography while modules load. */
interface WebKey {
  readonly secret: Uint8Array<ArrayBuffer>;
  imported?: Promise<CryptoKey>;
}

/** Creates an HMAC with Web Crypto. Web Crypto has no updates, so prefix and body are joined first. */
export function createWebHmac(): HmacSha256<WebKey> {
  return {
    importKey: (secret) => ({ secret }),
    async digest(key, prefix, body) {
      // Stryker disable next-line BooleanLiteral: nothing exports the key; it is not extractable all the same
      key.imported ??= crypto.subtle.importKey("raw", key.secret, algorithm, false, ["sign"]);
      const start = encoder.encode(prefix);
      const message = new Uint8Array(start.length + body.length);
      message.set(start);
      message.set(body, start.length);
      return new Uint8Array(await crypto.subtle.sign(algorithm, await key.imported, message));
    },
    equal: compareDigests,
  };
}

/** Compares in constant time, because Web Crypto cannot. It always reads every byte. */
function compareDigests(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) throw new RangeError("The digests must have equal length.");
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) {
    difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  }
  return difference === 0;
}
