/** Steers the terminal, or the order of what stands on it, instead of standing on it: controls and formats of Unicode. */
const controlCharacters = /[\p{Cc}\p{Cf}]+/gu;

/** Text from somewhere else, fit for a terminal and for a log: on one line, without the secrets. */
export function printable(text: string, secrets: readonly string[], length = 80): string {
  const line = withoutSecrets(text, secrets).replace(controlCharacters, " ").trim();
  return line.length > length ? `${line.slice(0, length - 3)}...` : line;
}

/** A receiver may well answer with the secret; nobody wants it in the log of a pipeline. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}
