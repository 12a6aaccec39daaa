/** Encodes bytes as lowercase hex. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Decodes hex in either case. The caller has checked that `hex` is an even number of hex digits. */
export function decodeHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  // Stryker disable next-line EqualityOperator: a typed array ignores what is written behind its end
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = parseHexDigit(hex.charCodeAt(2 * index)) * 16 + parseHexDigit(hex.charCodeAt(2 * index + 1));
  }
  return bytes;
}

/** Parses the character code of a hex digit. Letters of both cases have 1 to 6 in their low four bits. */
function parseHexDigit(code: number): number {
  return code < 0x3a ? code - 0x30 : (code & 0x0f) + 9;
}
