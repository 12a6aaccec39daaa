import type { Hmac } from "./hmac.ts";

/** The part of `node:crypto` that is used. Written out, since core compiles without Node's types. */
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

/**
 * HMAC by `node:crypto`; `undefined` on a runtime without it. The module is asked for, not imported, so that the same
 * file loads on runtimes that do not have it.
 */
export function nodeHmac(): Hmac<object> | undefined {
  const crypto = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:crypto");
  if (crypto === undefined) return undefined;
  return {
    importKey: (secret) => crypto.createSecretKey(secret),
    digest(key, prefix, body) {
      const digest = crypto.createHmac("sha256", key);
      digest.update(prefix, "utf8");
      digest.update(body);
      return digest.digest();
    },
    equal: (a, b) => crypto.timingSafeEqual(a, b),
  };
}
