import { andThen } from "../and-then.ts";
import { timingSafeEqualText } from "../crypto/timing-safe-equal-text.ts";
import { MynthWebhookError } from "../error.ts";
import type { IncomingRequest } from "../incoming-request.ts";
import { createResolver, type SecretProvider } from "../signature/secret-provider.ts";
import { assertToken } from "./assert-token.ts";
import { findToken } from "./find-token.ts";
import { createMintingKey, type MintingKey, openToken } from "./minted-token.ts";
import type { StateSchema, TokenState } from "./token-state.ts";

/** Options for the unsigned deliveries of custom webhooks. */
export interface TokenOptions<Context> {
  /** Your own tokens, at least 16 characters each. Any of them is accepted. */
  readonly accept?: SecretProvider<Context> | undefined;
  /** The secrets of `customWebhook()`. A token of any of them is accepted until it expires. */
  readonly mintedWith?: SecretProvider<Context> | undefined;
  /** The schema of a minted token's state. A token with an invalid state is rejected. */
  readonly state?: StateSchema | undefined;
  /**
   * Name of the query parameter and of the route parameter.
   * @default "token"
   */
  readonly parameter?: string | undefined;
}

/** An accepted token. */
interface TokenMatch {
  readonly scheme: "url-token";
  /** Index of the accepted token, or of the secret that minted it. */
  readonly secretIndex: number;
  readonly state?: TokenState;
  readonly byOldSecret: false;
}

/** Verifies an unsigned request by the token in its URL. `now` is in milliseconds since 1970. */
export type TokenVerifier<Context> = (
  request: IncomingRequest,
  context: Context,
  now: number,
) => TokenMatch | Promise<TokenMatch>;

/**
 * Creates the verifier of URL tokens.
 *
 * @throws {TypeError} if the option is empty, or has an invalid token or secret
 */
export function createTokenVerifier<Context>(
  option: SecretProvider<Context> | TokenOptions<Context>,
): TokenVerifier<Context> {
  const {
    accept,
    mintedWith,
    state: schema,
    parameter = "token",
  } = isTokenOptions(option) ? option : { accept: option };
  if (accept === undefined && mintedWith === undefined) {
    throw new TypeError("The option token is empty: pass token.accept, token.mintedWith or both.");
  }
  const resolveAccepted = createResolver(accept, parseToken);
  const resolveMinting = createResolver(mintedWith, parseMintingSecret);

  return function verifyToken(request, context, now) {
    const found = findToken(request, parameter);
    if (found === undefined) throw new MynthWebhookError("missing_signature", { hint: createMissingHint(parameter) });
    const accepted = andThen(resolveAccepted(context), (tokens) => findEqual(found.token, tokens));
    return andThen(accepted, (secretIndex) => {
      if (secretIndex !== undefined) return createMatch({ secretIndex });
      const opened = andThen(resolveMinting(context), (keys) => openToken(found.token, keys));
      return andThen(opened, (token) => {
        if (token === undefined) throw new MynthWebhookError(found.certain ? "invalid_token" : "missing_signature");
        if (!(token.expires > now / 1000)) throw new MynthWebhookError("invalid_token", { hint: expiredHint });
        return createMatch({ secretIndex: token.secretIndex, ...parseState(token.state, schema) });
      });
    });
  };
}

function createMatch(match: { secretIndex: number; state?: TokenState }): TokenMatch {
  return { scheme: "url-token", byOldSecret: false, ...match };
}

function parseToken(token: unknown): readonly string[] {
  assertToken(token);
  return [token];
}

function parseMintingSecret(secret: unknown): readonly MintingKey[] {
  assertToken(secret);
  return [createMintingKey(secret)];
}

/** Compares with every token, so that the time does not reveal which one matches. */
function findEqual(token: string, tokens: readonly string[]): number | undefined | Promise<number | undefined> {
  const compared = tokens.map((each) => timingSafeEqualText(each, token));
  const equal = compared.some((each) => each instanceof Promise) ? Promise.all(compared) : compared;
  return equal instanceof Promise ? equal.then(findTrueIndex) : findTrueIndex(equal);
}

function findTrueIndex(values: readonly unknown[]): number | undefined {
  const index = values.indexOf(true);
  return index === -1 ? undefined : index;
}

function parseState(state: unknown, schema: StateSchema | undefined): { state?: TokenState } {
  if (schema === undefined) return state === undefined ? {} : { state };
  const result = schema.safeParse(state);
  if (!result.success) throw new MynthWebhookError("invalid_token", { hint: stateHint });
  return { state: result.data };
}

const expiredHint =
  "The token has expired. If Mynth still delivers to its URL, pass customWebhook() a longer expiresIn: Mynth retries for about 72 hours.";

const stateHint = "The token is valid, but its state does not match the schema in the option token.state.";

function createMissingHint(parameter: string): string {
  return `The request has neither a signature nor a token. The URL of a custom webhook needs ?${parameter}=... or a token as its last path segment.`;
}

function isTokenOptions<Context>(
  option: SecretProvider<Context> | TokenOptions<Context>,
): option is TokenOptions<Context> {
  return typeof option === "object" && !Array.isArray(option);
}
