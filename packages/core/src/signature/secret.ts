import { andThen } from "../and-then.ts";
import { MynthWebhookError } from "../error.ts";
import { assertSecret } from "./assert-secret.ts";
import { createKeyCache } from "./key-cache.ts";
import { createResolver, type Resolver, type SecretProvider } from "./secret-provider.ts";
import { parseSecret, type SigningKey } from "./signing-key.ts";

/** The source of the secret. `undefined` means the environment variable `MYNTH_WEBHOOK_SECRET`. */
export type SecretSource<Context> = SecretProvider<Context> | undefined;

/** The environment variable of the secret. Source: Mynth's SDK. */
export const secretVariable = "MYNTH_WEBHOOK_SECRET";

declare const process: { env?: Record<string, string | undefined> } | undefined;

/**
 * Creates the resolver of the signing keys. Without a source, every request reads the environment.
 *
 * @throws {TypeError} if a secret that is not returned by a function is invalid
 */
export function createKeyResolver<Context>(
  source: SecretSource<Context> = readEnvironment,
): Resolver<Context, SigningKey> {
  if (typeof source !== "function") {
    if (Array.isArray(source) && source.length === 0) throw new TypeError("The array of webhook secrets is empty.");
    return createResolver(source, (secret, secretIndex) => ({ ...parseKey(secret), secretIndex }));
  }
  const parseCached = createKeyCache(parseKey);
  const resolve = createResolver(source, (secret, secretIndex) => ({ ...parseCached(secret), secretIndex }));
  return (context) =>
    andThen(resolve(context), (keys) => {
      if (keys.length === 0) throw new MynthWebhookError("missing_secret");
      return keys;
    });
}

function parseKey(secret: unknown): Omit<SigningKey, "secretIndex"> {
  assertSecret(secret);
  return parseSecret(secret);
}

function readEnvironment(): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.[secretVariable];
}
