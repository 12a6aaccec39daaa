import { andThen } from "./and-then.ts";
import { DeliveryRecord, type Verification } from "./delivery-record.ts";
import { MynthWebhookError } from "./error.ts";
import { createDeliveryKey } from "./events/delivery-key.ts";
import type { MynthEvent, UnknownMynthEvent } from "./events/event.ts";
import { loadIssueFinder } from "./events/load-issue-finder.ts";
import { parseEvent } from "./events/parse-event.ts";
import { createPayloadError, type Payload, parsePayload } from "./events/payload.ts";
import { getHeader, type IncomingRequest } from "./incoming-request.ts";
import type { VerifyOptions, VerifySettings } from "./options.ts";
import { readClock } from "./read-clock.ts";
import { assertUncompressed } from "./request/assert-uncompressed.ts";
import type { BodyReader } from "./request/body-reader.ts";
import { parseSignatures, selectFresh } from "./signature/parse-signatures.ts";
import { createKeyResolver, type SecretSource } from "./signature/secret.ts";
import type { Resolver } from "./signature/secret-provider.ts";
import type { SigningKey } from "./signature/signing-key.ts";
import { verifySignature } from "./signature/verify-signature.ts";
import { createTokenVerifier, type TokenVerifier } from "./token/verify-token.ts";

/** Verifies who sent a request. */
export interface Authenticator<Context> {
  readonly resolveKeys: Resolver<Context, SigningKey>;
  /** Absent if unsigned deliveries are rejected. */
  readonly verifyToken: TokenVerifier<Context> | undefined;
}

/** A verified event and its delivery. */
export type VerifiedRequest = (
  | { readonly known: true; readonly event: MynthEvent }
  | { readonly known: false; readonly event: UnknownMynthEvent }
) & {
  readonly delivery: DeliveryRecord;
  /** Whether a newer secret of the same scheme comes first in the list. */
  readonly byOldSecret: boolean;
};

/**
 * Creates the authenticator of a receiver.
 *
 * @throws {TypeError} on an invalid secret or token
 */
export function createAuthenticator<Context>(
  secret: SecretSource<Context>,
  token: VerifyOptions<Context>["token"],
): Authenticator<Context> {
  return {
    resolveKeys: createKeyResolver(secret),
    verifyToken: token === undefined ? undefined : createTokenVerifier(token),
  };
}

/**
 * Verifies one request, from its headers to its event. Cheap checks run first: a missing, malformed or stale header is
 * rejected before any secret is looked up.
 *
 * @throws {MynthWebhookError}
 */
export function verifyRequest<Context>(
  request: IncomingRequest,
  body: BodyReader,
  context: Context,
  { resolveKeys, verifyToken }: Authenticator<Context>,
  settings: VerifySettings,
): VerifiedRequest | Promise<VerifiedRequest> {
  const now = readClock(settings.clock);
  const signatures = selectFresh(parseSignatures(request), now, settings.tolerance);
  assertUncompressed(request);
  body.hold();
  const open = (verification: Verification, rawBody: Uint8Array) =>
    readDelivery(request, verification, rawBody, settings.strict);

  // A signed request is verified by its signature alone, even if its URL has a token.
  if (signatures.length > 0) {
    return andThen(resolveKeys(context), (keys) =>
      andThen(body.read(), (rawBody) =>
        andThen(verifySignature(signatures, keys, rawBody), (match) => open(match, rawBody)),
      ),
    );
  }
  if (verifyToken === undefined) throw new MynthWebhookError("missing_signature");
  return andThen(verifyToken(request, context, now), (match) =>
    andThen(body.read(), (rawBody) => open(match, rawBody)),
  );
}

/** Parses the body of a verified request. */
function readDelivery(
  request: IncomingRequest,
  verification: Verification,
  rawBody: Uint8Array,
  strict: boolean,
): VerifiedRequest | Promise<VerifiedRequest> {
  const payload = parsePayload(rawBody);
  const { scheme, id, byOldSecret } = verification;
  const parsed = parseEvent(payload, scheme === "url-token" ? undefined : scheme);
  assertHeadersAgree(request, id, payload, parsed.name);
  return andThen(createDeliveryKey(parsed.event, id, rawBody), (key) =>
    andThen(loadIssueFinder(), (findIssues) => {
      const delivery = new DeliveryRecord(verification, key, rawBody, payload, parsed, findIssues);
      if (strict && delivery.issues.length > 0) throw createPayloadError(delivery.issues);
      return parsed.known
        ? { known: true, event: parsed.event, delivery, byOldSecret }
        : { known: false, event: parsed.event, delivery, byOldSecret };
    }),
  );
}

/** Rejects a header that contradicts the body. `X-Mynth-Event` is not signed, and used for nothing else. */
function assertHeadersAgree(request: IncomingRequest, id: string | undefined, payload: Payload, name: string): void {
  const header = getHeader(request, "x-mynth-event");
  if (header !== undefined && header !== name) {
    throw createPayloadError([
      { path: "event", message: "The X-Mynth-Event header does not match the event in the body." },
    ]);
  }
  if (id !== undefined && payload.id !== undefined && payload.id !== id) {
    throw createPayloadError([{ path: "id", message: "The webhook-id header does not match the id in the body." }]);
  }
}
