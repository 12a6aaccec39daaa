/** Strings that occur only in secrets, so an answer or a log that contains one leaks. No digest contains one by chance. */
export const canaries = {
  secret: "SecretCanaryQxzvw",
  signature: "SignatureCanaryQxzvw",
  token: "TokenCanaryQxzvw",
  body: "BodyCanaryQxzvw",
} as const;

/** Returns the strings that an output contains, in any encoding that a log uses for strings and bytes. */
export function findLeaks(output: string, texts: readonly string[]): readonly string[] {
  const squeezed = squeeze(output);
  return texts.filter((text) => encodeAll(text).some((form) => squeezed.includes(form)));
}

/** Logs break lines and put spaces between bytes. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, "").toLowerCase();
}

function encodeAll(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    encodeURIComponent(text),
    bytes.toString("hex"),
    bytes.join(","),
    ...[0, 1, 2].map((offset) => encodeBase64At(bytes, offset)),
  ].map(squeeze);
}

/** Encodes bytes as base64 at an offset, without the characters that depend on the neighboring bytes. */
function encodeBase64At(bytes: Uint8Array, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64url");
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
