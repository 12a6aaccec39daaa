import { getSigningBytes } from "./signing-key.ts";

/**
 * Checks a secret. The error names the mistake, never the secret.
 *
 * @throws {TypeError} if the secret is invalid
 */
export function assertSecret(secret: unknown): asserts secret is string {
  if (typeof secret !== "string") throw new TypeError("A webhook secret must be a string.");
  if (secret === "") {
    throw new TypeError("The webhook secret is an empty string: anyone could sign with it.");
  }
  if (secret.trim() !== secret) {
    throw new TypeError("The webhook secret has white space around it: remove it where the secret is stored.");
  }
  if (secret.startsWith("mak_")) {
    throw new TypeError(
      "This is a Mynth API key (mak_...), not a webhook secret: copy the webhook's own secret (wbs_... or whsec_...).",
    );
  }
  if (getSigningBytes(secret).length === 0) {
    throw new TypeError(
      "The webhook secret has no valid base64 after whsec_: copy it whole from the dashboard, with its padding.",
    );
  }
}
