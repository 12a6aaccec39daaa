/**
 * Decodes base64 (RFC 4648, section 4), `undefined` if the text is not exactly what an encoder would have written: a
 * signature with two spellings would survive a change.
 */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  return btoa(binary) === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined;
}
