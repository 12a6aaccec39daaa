/** The length of the shortest accepted token, in characters. Shorter tokens can be guessed. */
export const minTokenLength = 16;

/**
 * Checks a token, or a secret that mints tokens. The error never repeats it.
 *
 * @throws {TypeError} if the value is invalid
 */
export function assertToken(token: unknown): asserts token is string {
  if (typeof token === "string" && token.length >= minTokenLength && token.trim() === token) return;
  throw new TypeError(
    `A token, or a secret that mints tokens, must be a string of at least ${minTokenLength} characters without white space around it.`,
  );
}
