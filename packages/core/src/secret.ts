import { MynthWebhookError } from "./error.ts";
import { signingKey } from "./secret-key.ts";

/** One secret, or several of which any may have signed (rotation). */
export type Secret = string | readonly string[];

/**
 * Where the secret comes from: itself, or a function of the framework's own request (tenants, `c.env` on Workers).
 * `undefined` stands for the environment variable `MYNTH_WEBHOOK_SECRET`, read when a request arrives.
 */
export type SecretSource<Context> =
  | Secret
  | ((context: Context) => Secret | undefined | Promise<Secret | undefined>)
  | undefined;

/** Looks the secrets up for one request. */
export type SecretResolver<Context> = (context: Context) => readonly string[] | Promise<readonly string[]>;

/** The vendor's own name for it. */
const environmentVariable = "MYNTH_WEBHOOK_SECRET";

declare const process: { env?: Record<string, string | undefined> } | undefined;

/**
 * @throws {TypeError} if a secret given outright cannot be one; the message names the mistake, never the secret
 */
export function secretResolver<Context>(source: SecretSource<Context>): SecretResolver<Context> {
  if (source === undefined) return () => usable(fromEnvironment());
  if (typeof source === "function") {
    return async (context) => usable(await lookUp(source, context));
  }
  const secrets = listOf(source);
  return () => secrets;
}

function fromEnvironment(): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.[environmentVariable];
}

async function lookUp<Context>(
  source: (context: Context) => Secret | undefined | Promise<Secret | undefined>,
  context: Context,
): Promise<Secret | undefined> {
  try {
    return await source(context);
  } catch (cause) {
    throw new MynthWebhookError("secret_unavailable", { cause });
  }
}

/** What was looked up while a request waits: a mistake in it is ours, and answered as such. */
function usable(secret: Secret | undefined): readonly string[] {
  if (secret === undefined || secret.length === 0) throw new MynthWebhookError("missing_secret");
  try {
    return listOf(secret);
  } catch (cause) {
    throw new MynthWebhookError("invalid_secret", { cause });
  }
}

function listOf(secret: Secret): readonly string[] {
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (!Array.isArray(secrets)) throw new TypeError("The webhook secret must be a string or a list of strings.");
  if (secrets.length === 0) throw new TypeError("The list of webhook secrets is empty.");
  for (const each of secrets) requireSecret(each);
  return [...secrets];
}

function requireSecret(secret: unknown): void {
  if (typeof secret !== "string") throw new TypeError("A webhook secret must be a string.");
  if (secret === "") {
    throw new TypeError("The webhook secret is empty: an empty secret would accept what anybody signs.");
  }
  if (secret.trim() !== secret) {
    throw new TypeError("The webhook secret has white space round it: remove it where the secret is stored.");
  }
  if (secret.startsWith("mak_")) {
    throw new TypeError(
      "This is a Mynth API key (mak_...), not a webhook secret: copy the webhook's own secret (wbs_... or whsec_...).",
    );
  }
  if (signingKey(secret).length === 0) {
    throw new TypeError("There is no base64 behind the whsec_ of the webhook secret: copy it whole, with its padding.");
  }
}
