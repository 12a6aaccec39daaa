import { andThen } from "../and-then.ts";
import { MynthWebhookError } from "../error.ts";
import { assertSecret } from "./assert-secret.ts";
import { createKeyCache } from "./key-cache.ts";
import { createResolver, type Resolver, type SecretProvider } from "./secret-provider.ts";
import { parseSecret, type SigningKey } from "./signing-key.ts";

/** The source of the secret. `undefined` is a secret that is missing: every request gets a 500 `missing_secret`. */
export type SecretSource<Context> = SecretProvider<Context> | undefined;

/** The environment variable of the secret. Source: Mynth's SDK. */
export const secretVariable = "MYNTH_WEBHOOK_SECRET";

declare const process: { env?: Record<string, string | undefined> } | undefined;

/** Reads the secret from the environment, when a request arrives: builds run without it. The source without arguments. */
export function readSecretVariable(): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.[secretVariable];
}

/**
 * Adds the default source to the arguments of a function that takes the secret first. An argument that is `undefined` is not
 * a call without one: it is a variable that is not set, and must not become another tenant's secret.
 */
export function withDefaultSecret<Args extends readonly unknown[]>(
  args: Args,
): Args | readonly [() => string | undefined] {
  return args.length === 0 ? [readSecretVariable] : args;
}

/**
 * Creates the resolver of the signing keys.
 *
 * @throws {TypeError} if a secret that is not returned by a function is invalid
 */
export function createKeyResolver<Context>(source: SecretSource<Context>): Resolver<Context, SigningKey> {
  // Without types, a missing secret may be null too.
  if (typeof source === "function" || (source ?? undefined) === undefined) return createLateResolver(source);
  if (Array.isArray(source) && source.length === 0) throw new TypeError("The array of webhook secrets is empty.");
  return createResolver(source, (secret, secretIndex) => parseKeys(secret).map((key) => ({ ...key, secretIndex })));
}

/** Resolves keys when a request arrives. */
function createLateResolver<Context>(source: SecretSource<Context>): Resolver<Context, SigningKey> {
  const parseCached = createKeyCache(parseKeys);
  const resolve = createResolver(source, (secret, secretIndex) =>
    parseCached(secret).map((key) => ({ ...key, secretIndex })),
  );
  return (context) =>
    andThen(resolve(context), (keys) => {
      if (keys.length === 0) throw new MynthWebhookError("missing_secret");
      return keys;
    });
}

/** Logged at startup for a secret that is `undefined`. */
export const missingSecretWarning = `mynthWebhook: the secret is undefined, and every request will get a 500 missing_secret. To read ${secretVariable} when a request arrives, pass no secret at all, or pass () => process.env.${secretVariable}.`;

function parseKeys(secret: unknown): ReturnType<typeof parseSecret> {
  assertSecret(secret);
  return parseSecret(secret);
}
