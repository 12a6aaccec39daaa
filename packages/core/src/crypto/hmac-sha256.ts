/** The HMAC-SHA256 of one runtime. */
export interface HmacSha256<Key = unknown> {
  /** Creates a key that can be used many times. */
  importKey(secret: Uint8Array<ArrayBuffer>): Key;
  /** Returns the digest of `prefix` followed by `body`, in memory that nothing else writes to. */
  digest(key: Key, prefix: string, body: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Compares two digests of equal length in constant time. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

/** The length of a digest, in bytes. */
export const digestLength = 32;
