/** The longest text from outside that a log line repeats (in characters). */
const maxLength = 200;

/** Makes text from outside fit for one line of a log: without control and format characters, and bounded. */
export function toLogText(text: string): string {
  const line = text.slice(0, maxLength).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "?");
  return text.length > maxLength ? `${line}...` : line;
}
