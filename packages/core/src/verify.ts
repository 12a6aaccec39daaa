import { hmac } from "./crypto/hmac.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryRecord, type Verification } from "./delivery-record.ts";
import { MynthWebhookError } from "./error.ts";
import { deliveryKey } from "./events/delivery-key.ts";
import { loadDetailIssues } from "./events/load-detail-issues.ts";
import { type Payload, parsePayload } from "./events/payload.ts";
import { invalidPayload, type ReadEvent, readEvent } from "./events/read-event.ts";
import { getHeader, type IncomingRequest } from "./incoming-request.ts";
import type { SignatureCheck, UnverifiedDelivery } from "./read-delivery.ts";
import { getKey, getScheme } from "./signature/secret-key.ts";

/** An event, and the delivery that verifiably brought it. */
export type Verified = ReadEvent & {
  readonly delivery: Delivery;
  /** Signed with a secret in front of which the list holds a newer one. */
  readonly byOldSecret: boolean;
};

/**
 * Checks the signature over the bytes, and only then looks into them.
 *
 * @throws {MynthWebhookError} `signature_mismatch` or `invalid_payload`
 */
export async function verify(
  unverified: UnverifiedDelivery,
  incoming: IncomingRequest,
  strict: boolean,
): Promise<Verified> {
  const { credentials, rawBody } = unverified;
  const proof = "token" in credentials ? tokenVerification(credentials) : await verifySignature(credentials, rawBody);
  const payload = parsePayload(rawBody);
  const read = readEvent(payload, proof.scheme);
  assertAgreement(incoming, proof, payload, read.name);

  const key = deliveryKey(read.event, proof.id, rawBody);
  const detailIssues = loadDetailIssues();
  const delivery = new DeliveryRecord(
    proof,
    typeof key === "string" ? key : await key,
    rawBody,
    payload,
    read,
    typeof detailIssues === "function" ? detailIssues : await detailIssues,
  );
  if (strict && delivery.issues.length > 0) throw invalidPayload(delivery.issues);
  const { byOldSecret } = proof;
  return read.known
    ? { known: true, name: read.name, event: read.event, delivery, byOldSecret }
    : { known: false, name: read.name, event: read.event, delivery, byOldSecret };
}

type Signed = Extract<SignatureCheck, { secrets: unknown }>;

/** The first secret with which any of the signatures of its scheme was made. */
async function verifySignature({ signatures, secrets }: Signed, rawBody: Uint8Array): Promise<Verification> {
  for (const [secretIndex, secret] of secrets.entries()) {
    for (const { scheme, timestamp, id, prefix, candidates } of signatures) {
      if (scheme !== getScheme(secret)) continue;
      const key = getKey(secret);
      const digest = hmac.digest(key instanceof Promise ? await key : key, prefix, rawBody);
      const bytes = digest instanceof Promise ? await digest : digest;
      if (!candidates.some((candidate) => hmac.equal(candidate, bytes))) continue;
      const byOldSecret = secretIndex > 0 && secrets.slice(0, secretIndex).some((newer) => getScheme(newer) === scheme);
      return { scheme, secretIndex, timestamp, id, byOldSecret };
    }
  }
  throw mismatch({ signatures, secrets }, rawBody);
}

function tokenVerification({ token }: Extract<SignatureCheck, { token: unknown }>): Verification {
  return { scheme: "url-token", ...token, byOldSecret: false };
}

function mismatch({ signatures, secrets }: Signed, rawBody: Uint8Array): MynthWebhookError {
  const schemes = signatures.map(({ scheme }) => scheme);
  const fitting = secrets.filter((secret) => schemes.includes(getScheme(secret)));
  const details = {
    schemes,
    secrets: secrets.length,
    fittingSecrets: fitting.length,
    candidates: signatures.reduce((sum, { candidates }) => sum + candidates.length, 0),
    bodyLength: rawBody.length,
  };
  if (fitting.length > 0) return new MynthWebhookError("signature_mismatch", { details });
  const hint = schemes.includes("standard-webhooks")
    ? "The delivery is signed as Standard Webhooks, and no whsec_ secret is configured: add it to the list of secrets."
    : "The delivery is signed with X-Mynth-Signature, and only whsec_ secrets are configured: add the wbs_ secret to the list.";
  return new MynthWebhookError("signature_mismatch", { details, hint });
}

/** What stands both in a header and in the body must be the same. The event header is not signed, and nothing more. */
function assertAgreement(incoming: IncomingRequest, { id }: Verification, payload: Payload, name: string): void {
  const header = getHeader(incoming, "x-mynth-event");
  if (header !== undefined && header !== name) {
    throw invalidPayload([{ path: "event", message: "The X-Mynth-Event header names another event than the body." }]);
  }
  if (id !== undefined && payload.id !== undefined && payload.id !== id) {
    throw invalidPayload([{ path: "id", message: "The webhook-id header has another id than the body." }]);
  }
}
