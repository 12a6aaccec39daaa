/**
 * Text that is nowhere but in what must never come out: whoever finds it in an answer or a log has found a leak. Without
 * digits, so that none is part of a digest by chance.
 */
export const marks = {
  secret: "SecretMarkQxzvw",
  signature: "SignatureMarkQxzvw",
  token: "TokenMarkQxzvw",
  body: "BodyMarkQxzvw",
} as const;

/** Which of the texts are in an output, in whatever way a log writes texts and bytes. Empty where nothing came out. */
export function textsIn(output: string, texts: readonly string[]): readonly string[] {
  const squeezed = squeeze(output);
  return texts.filter((text) => formsOf(text).some((form) => squeezed.includes(form)));
}

/** Logs break lines, and put blanks between bytes, as they like. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, "").toLowerCase();
}

function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    encodeURIComponent(text),
    bytes.toString("hex"),
    bytes.join(","),
    ...[0, 1, 2].map((offset) => inBase64(bytes, offset)),
  ].map(squeeze);
}

/** What base64 makes of bytes that stand so many bytes behind a multiple of three, less what their neighbours decide. */
function inBase64(bytes: Uint8Array, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64url");
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
