/**
 * Parses the URL of a custom webhook. The error never repeats the URL, which may contain a token.
 *
 * @throws {TypeError} if it is not a complete https URL, or has a user name or a password
 */
export function parseHttpsUrl(text: string): URL {
  if (!URL.canParse(text)) {
    throw new TypeError("The URL of a custom webhook is invalid: pass a complete URL that starts with https://.");
  }
  const url = new URL(text);
  if (url.protocol !== "https:") throw new TypeError("The URL of a custom webhook must start with https://.");
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("The URL of a custom webhook must not contain a user name or a password: use a token.");
  }
  return url;
}
