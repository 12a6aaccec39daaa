import { MynthWebhookError } from "./error.ts";
import { getHeader, type IncomingRequest } from "./incoming-request.ts";
import type { VerifyOptions, VerifySettings } from "./options.ts";
import { isWebStream } from "./request/body-stream.ts";
import { readBody } from "./request/read-body.ts";
import { readSignatures } from "./signature/parse-signatures.ts";
import { type SecretSource, secretLookup } from "./signature/secret.ts";
import type { Resolver } from "./signature/secret-provider.ts";
import type { Signature } from "./signature/signature.ts";
import { assertFresh } from "./signature/timestamp.ts";
import { type AcceptedToken, createTokenVerifier, type TokenVerifier } from "./token/token.ts";

/** What a delivery is to be believed by: a signature that is still to be checked over the body, or a token. */
export type SignatureCheck =
  | { readonly signatures: readonly Signature[]; readonly secrets: readonly string[] }
  | { readonly token: AcceptedToken };

/** What has to be in hand before a signature can be checked. */
export interface UnverifiedDelivery {
  readonly credentials: SignatureCheck;
  readonly rawBody: Uint8Array;
}

/** How the credentials of a request are looked into. */
export interface Authenticator<Context> {
  readonly lookUpSecrets: Resolver<Context>;
  /** Absent where unsigned deliveries are not accepted. */
  readonly verifyToken: TokenVerifier<Context> | undefined;
}

/**
 * @throws {TypeError} on a secret or a token that cannot be meant
 */
export function createAuthenticator<Context>(
  secret: SecretSource<Context>,
  token: VerifyOptions<Context>["token"],
): Authenticator<Context> {
  return {
    lookUpSecrets: secretLookup(secret),
    verifyToken: token === undefined ? undefined : createTokenVerifier(token),
  };
}

/** Where neither option nor framework says otherwise, in bytes. */
const defaultBodyLimit = 1_048_576;

/**
 * Takes in a delivery, cheap before dear: without a well-formed, fresh header no secret is looked up and no body read.
 * What is there at once is not awaited: the awaits of a small delivery would cost as much as its HMAC.
 *
 * @throws {MynthWebhookError}
 */
export async function readDelivery<Context>(
  incoming: IncomingRequest,
  context: Context,
  rules: Authenticator<Context>,
  settings: VerifySettings,
): Promise<UnverifiedDelivery> {
  const signatures = readSignatures(incoming);
  for (const { timestamp } of signatures) assertFresh(timestamp, settings.clock(), settings.tolerance);
  assertUncompressed(incoming);
  let credentials: SignatureCheck;
  if (signatures.length > 0) {
    const secrets = rules.lookUpSecrets(context);
    credentials = { signatures, secrets: secrets instanceof Promise ? await secrets : secrets };
  } else {
    credentials = { token: await assertToken(incoming, context, rules, settings) };
  }
  const rawBody = readBody(incoming.body, getBodyLimit(incoming, settings), declaredLength(incoming));
  return { credentials, rawBody: rawBody instanceof Promise ? await rawBody : rawBody };
}

/** A request that is not signed at all; one that is, is judged by its signature alone. */
async function assertToken<Context>(
  incoming: IncomingRequest,
  context: Context,
  { verifyToken }: Authenticator<Context>,
  { clock }: VerifySettings,
): Promise<AcceptedToken> {
  if (verifyToken === undefined) throw new MynthWebhookError("missing_signature");
  return verifyToken(incoming, context, clock());
}

/**
 * Whether more of the body may still come than a server takes in without a second thought, so that leaving it unread
 * needs care.
 */
export function hasUnreadBody(incoming: IncomingRequest, settings: VerifySettings): boolean {
  const length = declaredLength(incoming);
  // Runtimes with web streams may keep the header to themselves.
  if (length === undefined) return getHeader(incoming, "transfer-encoding") !== undefined || comesAsWebStream(incoming);
  return length > getBodyLimit(incoming, settings);
}

function comesAsWebStream({ body }: IncomingRequest): boolean {
  return body !== undefined && !(body instanceof Uint8Array) && isWebStream(body);
}

/** The signature covers the bytes of the wire; whatever inflated them on the way did not check it. */
function assertUncompressed(incoming: IncomingRequest): void {
  const encoding = getHeader(incoming, "content-encoding");
  if (encoding === undefined || encoding === "" || encoding.toLowerCase() === "identity") return;
  throw new MynthWebhookError("unsupported_encoding");
}

function getBodyLimit(incoming: IncomingRequest, settings: VerifySettings): number {
  return settings.bodyLimit ?? incoming.bodyLimit ?? defaultBodyLimit;
}

function declaredLength(incoming: IncomingRequest): number | undefined {
  const header = getHeader(incoming, "content-length");
  return header !== undefined && /^[0-9]+$/.test(header) ? Number(header) : undefined;
}
