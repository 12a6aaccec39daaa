const hashPrefix = "sha256:";
/** In UTF-16 units, which are at most 1,536 bytes of UTF-8. An index entry can have 2,704 bytes. */
const maxLength = 512;

/**
 * Returns a key as the table can store it: a hash if it is too long for the index or contains a NUL character.
 * A key that looks like a hash is hashed too, so that no two keys are stored as one.
 */
export async function toStoredKey(key: string): Promise<string> {
  if (key.length <= maxLength && !key.includes("\0") && !key.startsWith(hashPrefix)) return key;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
  return `${hashPrefix}${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
