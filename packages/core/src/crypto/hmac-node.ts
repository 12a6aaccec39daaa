import type { HmacSha256 } from "./hmac-sha256.ts";
import { createTwoHashHmac } from "./hmac-two-hashes.ts";
import type { NodeCrypto } from "./node-crypto.ts";

declare const process: { getBuiltinModule?(id: "node:crypto"): NodeCrypto | undefined } | undefined;

/** Creates an HMAC with `node:crypto`, or returns `undefined` if the runtime has none. */
export function createNodeHmac(): HmacSha256<unknown> | undefined {
  const crypto = loadNodeCrypto();
  if (crypto === undefined) return undefined;
  return createTwoHashHmac(crypto) ?? createOneHmac(crypto);
}

/** Creates an HMAC that `node:crypto` computes as a whole. */
export function createOneHmac(crypto: NodeCrypto): HmacSha256<object> {
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
export function loadNodeCrypto(): NodeCrypto | undefined {
  try {
    return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:crypto");
  } catch {
    // Next.js replaces the functions of `process` on its edge runtime by ones that throw (vercel/next.js#98226).
    return undefined;
  }
}
