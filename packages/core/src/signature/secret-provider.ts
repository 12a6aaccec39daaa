import { isThenable } from "../and-then.ts";
import { MynthWebhookError } from "../error.ts";

/** One secret, or several for rotation: a signature may match any of them. */
export type Secrets = string | readonly string[];

/** Secrets or tokens, or a function of the framework's request that returns them (for tenants, or `c.env`). */
export type SecretProvider<Context> =
  | Secrets
  | ((context: Context) => Secrets | undefined | Promise<Secrets | undefined>);

/** Returns the parsed secrets for one request, or an empty array if the provider returns nothing. */
export type Resolver<Context, Parsed> = (context: Context) => readonly Parsed[] | Promise<readonly Parsed[]>;

/** Parses one secret, which may have several uses; `index` is its position in the array. */
type Parse<Parsed> = (secret: unknown, index: number) => readonly Parsed[];

/**
 * Creates a resolver. Secrets that are not returned by a function are parsed once, now.
 *
 * @throws {TypeError} if a secret that is not returned by a function is invalid
 */
export function createResolver<Context, Parsed>(
  provider: SecretProvider<Context> | undefined,
  parse: Parse<Parsed>,
): Resolver<Context, Parsed> {
  if (typeof provider !== "function") {
    const parsed = parseAll(provider, parse);
    return () => parsed;
  }
  return (context) => {
    let found: unknown;
    try {
      found = provider(context);
    } catch (cause) {
      throw new MynthWebhookError("secret_unavailable", { cause });
    }
    if (!isThenable(found)) return parseFound(found, parse);
    return Promise.resolve(found).then(
      (found) => parseFound(found, parse),
      (cause) => {
        throw new MynthWebhookError("secret_unavailable", { cause });
      },
    );
  };
}

/** Parses the secrets that a function returned. An invalid one is our fault, so the request gets a 5xx. */
function parseFound<Parsed>(found: unknown, parse: Parse<Parsed>): readonly Parsed[] {
  // An empty setting counts as missing.
  if (found === "") return [];
  try {
    return parseAll(found, parse);
  } catch (cause) {
    throw new MynthWebhookError("invalid_secret", { cause });
  }
}

const optionsInFront =
  "The secret is not an option here, but the first argument: mynthWebhook(secret, options) instead of mynthWebhook({ secret }).";

function parseAll<Parsed>(secrets: unknown, parse: Parse<Parsed>): readonly Parsed[] {
  if (secrets === undefined || secrets === null) return [];
  if (typeof secrets === "string") return parse(secrets, 0);
  if (typeof secrets === "object" && "secret" in secrets) throw new TypeError(optionsInFront);
  if (!Array.isArray(secrets)) throw new TypeError("A secret or a token must be a string or an array of strings.");
  return secrets.flatMap(parse);
}
