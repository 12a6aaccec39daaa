const hashed = "sha256:";
/** In UTF-16 units; as UTF-8 three times that at the most, and an index takes 2,704 bytes. */
const longest = 512;

/**
 * A key as the table can hold it: itself, or a hash where it is too long for an index or holds the one character that
 * PostgreSQL cannot. What looks like a hash is hashed too, so no two keys become one.
 */
export async function storedKey(key: string): Promise<string> {
  if (key.length <= longest && !key.includes("\0") && !key.startsWith(hashed)) return key;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
  return `${hashed}${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
