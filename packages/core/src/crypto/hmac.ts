import { nodeHmac } from "./hmac-node.ts";
import { webHmac } from "./hmac-web.ts";

/** HMAC-SHA256 as one runtime offers it. */
export interface Hmac<Key = unknown> {
  /** Makes a key that can be kept and used many times. */
  importKey(secret: Uint8Array<ArrayBuffer>): Key | Promise<Key>;
  /** The digest (32 bytes) of `prefix` followed by `body`. */
  digest(key: Key, prefix: string, body: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Compares two digests of equal length in constant time. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

/** `node:crypto` where the runtime has it: synchronous, and many times faster on small bodies. Else Web Crypto. */
export const hmac: Hmac = nodeHmac() ?? webHmac();
