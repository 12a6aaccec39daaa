/** Unicode control and format characters: they steer the terminal, or change the order of its text. */
const controlCharacters = /[\p{Cc}\p{Cf}]+/gu;

/** Makes a string from elsewhere safe for a terminal and a log: one line, no secrets, at most `length` characters. */
export function toPrintable(text: string, secrets: readonly string[], length = 80): string {
  const line = redactSecrets(text, secrets).replace(controlCharacters, " ").trim();
  return line.length > length ? `${line.slice(0, length - 3)}...` : line;
}

/** A receiver may answer with its secret, which must not get into a pipeline's log. */
function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}
