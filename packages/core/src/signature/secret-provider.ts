import { MynthWebhookError } from "../error.ts";

/** One secret, or several of which any may have signed (rotation). */
export type Secret = string | readonly string[];

/** Secrets or tokens themselves, or a function of the framework's own request (tenants, `c.env` on Workers). */
export type GivenSource<Context> = Secret | ((context: Context) => Secret | undefined | Promise<Secret | undefined>);

/** Looks up what a source gives for one request; empty if it gives nothing. */
export type Lookup<Context> = (context: Context) => readonly string[] | Promise<readonly string[]>;

/**
 * Makes a lookup whose every text has been found usable: at once where it is given outright, else when it is looked up.
 *
 * @throws {TypeError} whatever `requireUsable` throws about a text given outright
 */
export function fromSource<Context>(
  source: GivenSource<Context> | undefined,
  requireUsable: (text: unknown) => void,
): Lookup<Context> {
  if (typeof source !== "function") {
    const texts = listOf(source, requireUsable);
    return () => texts;
  }
  return async (context) => {
    const found = await lookUp(source, context);
    try {
      return listOf(found, requireUsable);
    } catch (cause) {
      // A request waits: a mistake of ours is answered as such.
      throw new MynthWebhookError("invalid_secret", { cause });
    }
  };
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

function listOf(secret: Secret | undefined, requireUsable: (text: unknown) => void): readonly string[] {
  if (secret === undefined) return [];
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (!Array.isArray(secrets)) throw new TypeError("A secret or a token must be a string or a list of strings.");
  for (const each of secrets) requireUsable(each);
  return [...secrets];
}
