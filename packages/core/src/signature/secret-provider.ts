import { MynthWebhookError } from "../error.ts";

/** One secret, or several of which any may have signed (rotation). */
export type Secrets = string | readonly string[];

/** Secrets or tokens themselves, or a function of the framework's own request (tenants, `c.env` on Workers). */
export type SecretProvider<Context> =
  | Secrets
  | ((context: Context) => Secrets | undefined | Promise<Secrets | undefined>);

/** Looks up what a source gives for one request; empty if it gives nothing. */
export type Resolver<Context> = (context: Context) => readonly string[] | Promise<readonly string[]>;

/**
 * Makes a lookup whose every text has been found usable: at once where it is given outright, else when it is looked up.
 *
 * @throws {TypeError} whatever `assertUsable` throws about a text given outright
 */
export function createResolver<Context>(
  source: SecretProvider<Context> | undefined,
  assertUsable: (text: unknown) => void,
): Resolver<Context> {
  if (typeof source !== "function") {
    const texts = toList(source, assertUsable);
    return () => texts;
  }
  return async (context) => {
    const found = await lookUp(source, context);
    try {
      return toList(found, assertUsable);
    } catch (cause) {
      // A request waits: a mistake of ours is answered as such.
      throw new MynthWebhookError("invalid_secret", { cause });
    }
  };
}

async function lookUp<Context>(
  source: (context: Context) => Secrets | undefined | Promise<Secrets | undefined>,
  context: Context,
): Promise<Secrets | undefined> {
  try {
    return await source(context);
  } catch (cause) {
    throw new MynthWebhookError("secret_unavailable", { cause });
  }
}

function toList(secret: Secrets | undefined, assertUsable: (text: unknown) => void): readonly string[] {
  if (secret === undefined) return [];
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (!Array.isArray(secrets)) throw new TypeError("A secret or a token must be a string or a list of strings.");
  for (const each of secrets) assertUsable(each);
  return [...secrets];
}
