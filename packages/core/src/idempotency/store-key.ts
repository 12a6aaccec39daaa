import { encodeHex } from "../crypto/hex.ts";

const hashedPrefix = "sha256:";

/** The longest key a store gets (in UTF-16 code units). As UTF-8 it fits the 2,704 bytes of a PostgreSQL index entry. */
const maxLength = 512;

/** What a store may not take, or may take for something else: control characters and lone surrogates. */
const unsafe = /[\p{Cc}\p{Cs}]/u;

/**
 * Converts a key to one that every store can hold: itself, or a hash if it is too long or has unsafe characters. A key that
 * looks like a hash is hashed too, so no two keys become one.
 */
export function toStoreKey(key: string): string | Promise<string> {
  if (key.length <= maxLength && !unsafe.test(key) && !key.startsWith(hashedPrefix)) return key;
  return hashKey(key);
}

async function hashKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", toUtf16(key));
  return `${hashedPrefix}${encodeHex(new Uint8Array(digest))}`;
}

/** UTF-8 would turn every lone surrogate into the same bytes. */
function toUtf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  // Stryker disable next-line EqualityOperator: a typed array ignores what is written behind its end
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes[2 * index] = unit >> 8;
    bytes[2 * index + 1] = unit & 0xff;
  }
  return bytes;
}
