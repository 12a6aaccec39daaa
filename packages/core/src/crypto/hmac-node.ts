import type { HmacSha256 } from "./hmac-sha256.ts";

/** The used part of `node:crypto`, because core compiles without Node's types. */
interface NodeCrypto {
  createSecretKey(bytes: Uint8Array): object;
  createHmac(
    algorithm: "sha256",
    key: object,
  ): {
    update(data: string | Uint8Array, encoding?: "utf8"): void;
    digest(): Uint8Array;
  };
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

declare const process: { getBuiltinModule?(id: "node:crypto"): NodeCrypto | undefined } | undefined;

/** Creates an HMAC with `node:crypto`, or returns `undefined` if the runtime has none. */
export function createNodeHmac(): HmacSha256<object> | undefined {
  const crypto = loadNodeCrypto();
  if (crypto === undefined) return undefined;
  return {
    importKey: (secret) => crypto.createSecretKey(secret),
    digest(key, prefix, body) {
      const digest = crypto.createHmac("sha256", key);
      digest.update(prefix);
      digest.update(body);
      return digest.digest();
    },
    equal: (a, b) => crypto.timingSafeEqual(a, b),
  };
}

/** An import would fail on runtimes without Node's modules. */
function loadNodeCrypto(): NodeCrypto | undefined {
  try {
    return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:crypto");
  } catch {
    // Next.js replaces the functions of `process` on its edge runtime by ones that throw (vercel/next.js#98226).
    return undefined;
  }
}
