import { timingSafeEqualText } from "../crypto/timing-safe-equal-text.ts";
import { MynthWebhookError } from "../error.ts";
import { isRecord } from "../events/payload.ts";
import type { IncomingRequest } from "../incoming-request.ts";
import { createResolver, type SecretProvider } from "../signature/secret-provider.ts";
import { openToken } from "./minted-token.ts";

/** What `delivery.state` holds: as `MynthWebhooks.Settings` declares it, else unknown. */
export type TokenState = MynthWebhooks.Settings extends { state: infer Declared } ? Declared : unknown;

/** The part of a zod schema that is used. */
export interface StateSchema {
  /** Says whether a value fits, and gives it as the schema has it. */
  safeParse(value: unknown): { readonly success: true; readonly data: TokenState } | { readonly success: false };
}

/** How unsigned deliveries, those of custom webhooks, are told from forgeries. */
export interface TokenOptions<Context> {
  /** Tokens of your own, of at least 16 characters each: any of them is accepted. */
  readonly accept?: SecretProvider<Context> | undefined;
  /** The secrets `customWebhook()` mints tokens with: a token of any of them is accepted until it ends. */
  readonly mintedWith?: SecretProvider<Context> | undefined;
  /** What a minted token's state has to fit; one that does not is refused. */
  readonly state?: StateSchema;
  /** The name of the query parameter and of the route's parameter. Default `"token"`. */
  readonly parameter?: string;
}

/** A token that was accepted. */
export interface AcceptedToken {
  /** Which of the accepted tokens it is, or which of the secrets minted it, counted from 0. */
  readonly secretIndex: number;
  readonly state?: TokenState;
}

/** Judges an unsigned request by the token in its URL. */
export type TokenVerifier<Context> = (
  incoming: IncomingRequest,
  context: Context,
  now: number,
) => Promise<AcceptedToken>;

/**
 * @throws {TypeError} if there is nothing to accept, or a token or secret given outright is too short to be one
 */
export function createTokenVerifier<Context>(
  option: SecretProvider<Context> | TokenOptions<Context>,
): TokenVerifier<Context> {
  const { accept, mintedWith, state: schema, parameter = "token" } = isOptions(option) ? option : { accept: option };
  if (accept === undefined && mintedWith === undefined) {
    throw new TypeError('The option "token" holds no token to accept and no secret that mints them.');
  }
  const acceptable = createResolver(accept, assertToken);
  const minting = createResolver(mintedWith, assertToken);

  return async function judge(incoming, context, now) {
    const given = tokenIn(incoming, parameter);
    if (given === undefined) throw new MynthWebhookError("missing_signature", { hint: missingHint(parameter) });
    const secretIndex = await indexOfEqual(given.token, await acceptable(context));
    if (secretIndex !== undefined) return { secretIndex };
    const opened = await openToken(given.token, await minting(context));
    if (opened === undefined) throw refusal(given);
    if (!(opened.expires > now / 1000)) throw new MynthWebhookError("invalid_token", { hint: endedHint });
    return { secretIndex: opened.secretIndex, ...parseState(opened.state, schema) };
  };
}

/**
 * @throws {TypeError} if it is too short to be a token, or a secret that mints them; never repeats it
 */
export function assertToken(token: unknown): void {
  if (typeof token === "string" && token.length >= minLength && token.trim() === token) return;
  throw new TypeError(
    `A token, and a secret that mints them, is a text of at least ${minLength} characters, without white space round it.`,
  );
}

/** Shorter ones can be guessed (in characters). */
const minLength = 16;

const endedHint =
  "The token has ended. If Mynth is still delivering, give customWebhook() a longer expiresIn: retries go on for about 72 hours.";

function missingHint(parameter: string): string {
  return `The request carries neither a signature nor a token. A custom webhook's URL needs ?${parameter}=... or a token as its last segment.`;
}

interface GivenToken {
  readonly token: string;
  /** Whether it stands where only a token can stand. The last segment of a path may be just a path. */
  readonly certain: boolean;
}

function tokenIn({ url, params }: IncomingRequest, parameter: string): GivenToken | undefined {
  const [path = "", ...rest] = url.split("?");
  const query = rest.join("?");
  const named = new URLSearchParams(query).get(parameter) ?? (isRecord(params) ? params[parameter] : undefined);
  if (typeof named === "string") return { token: named, certain: true };
  const segment = path.split("/").findLast((each) => each !== "") ?? "";
  return segment.length < minLength ? undefined : { token: decoded(segment), certain: false };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function refusal({ certain }: GivenToken): MynthWebhookError {
  return new MynthWebhookError(certain ? "invalid_token" : "missing_signature");
}

/** Looks at every one, so that the time does not tell which. */
async function indexOfEqual(token: string, tokens: readonly string[]): Promise<number | undefined> {
  const equal = await Promise.all(tokens.map((each) => timingSafeEqualText(each, token)));
  const index = equal.indexOf(true);
  return index === -1 ? undefined : index;
}

function parseState(state: unknown, schema: StateSchema | undefined): { state?: TokenState } {
  if (schema === undefined) return state === undefined ? {} : { state };
  const result = schema.safeParse(state);
  if (!result.success) throw new MynthWebhookError("invalid_token", { hint: stateHint });
  return { state: result.data };
}

const stateHint = "The token is genuine, but the state it carries does not fit the schema of the option token.state.";

function isOptions<Context>(option: SecretProvider<Context> | TokenOptions<Context>): option is TokenOptions<Context> {
  return typeof option === "object" && !Array.isArray(option);
}
