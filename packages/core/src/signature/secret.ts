import { MynthWebhookError } from "../error.ts";
import { signingKey } from "./secret-key.ts";
import { createResolver, type Resolver, type SecretProvider } from "./secret-provider.ts";

/** Where the secret comes from. `undefined` stands for the environment variable `MYNTH_WEBHOOK_SECRET`. */
export type SecretSource<Context> = SecretProvider<Context> | undefined;

/** The vendor's own name for it. */
const environmentVariable = "MYNTH_WEBHOOK_SECRET";

declare const process: { env?: Record<string, string | undefined> } | undefined;

/**
 * Makes the lookup of the secrets that sign. Where none is given, the environment is read when a request arrives.
 *
 * @throws {TypeError} if a secret given outright cannot be one; the message names the mistake, never the secret
 */
export function secretLookup<Context>(source: SecretSource<Context> = fromEnvironment): Resolver<Context> {
  if (typeof source !== "function") {
    if (Array.isArray(source) && source.length === 0) throw new TypeError("The list of webhook secrets is empty.");
    return createResolver(source, assertSecret);
  }
  // A setting that is there but empty is as good as none.
  const lookup = createResolver<Context>(async (context) => (await source(context)) || undefined, assertSecret);
  return async (context) => {
    const secrets = await lookup(context);
    if (secrets.length === 0) throw new MynthWebhookError("missing_secret");
    return secrets;
  };
}

function fromEnvironment(): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.[environmentVariable];
}

function assertSecret(secret: unknown): void {
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
