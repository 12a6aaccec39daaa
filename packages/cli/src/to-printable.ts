/**
 * Unicode control, format and line separator characters: they steer the terminal, break lines, or change the order of
 * the text.
 */
const controlCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const controlRuns = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Makes a string from elsewhere safe for a terminal and a log: one line, no secrets, at most `length` characters. */
export function toPrintable(text: string, secrets: readonly string[], length = 80): string {
  const line = redactSecrets(text, secrets).replace(controlRuns, " ").trim();
  return line.length > length ? `${line.slice(0, length - 3)}...` : line;
}

/** Makes a message of several lines safe for a terminal. It may quote a header or a file name. */
export function toPrintableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(controlRuns, " "))
    .join("\n");
}

/** Serializes a value as JSON that is safe for a terminal. JSON itself escapes only some of these characters. */
export function toPrintableJson(value: unknown): string {
  return JSON.stringify(value).replace(controlCharacters, escapeCharacter);
}

/** Escapes a character as JSON does: one escape for each UTF-16 code unit. */
function escapeCharacter(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** A receiver may answer with its secret, which must not get into a pipeline's log. */
function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}
