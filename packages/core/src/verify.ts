import type { Delivery } from "./delivery.ts";
import type { DeliveryIssue } from "./delivery-issue.ts";
import { MynthWebhookError } from "./error.ts";
import { hmac } from "./hmac.ts";
import { headerOf, type Incoming } from "./incoming.ts";
import { parsePayload } from "./payload.ts";
import type { UnverifiedDelivery } from "./read-delivery.ts";
import { detailIssues, invalidPayload, type ReadEvent, readEvent } from "./read-event.ts";
import { keyOf } from "./secret.ts";

/** An event, and the delivery that verifiably brought it. An event of an unknown name has no delivery to speak of. */
export type Verified =
  | (Extract<ReadEvent, { known: true }> & { readonly delivery: Delivery })
  | Extract<ReadEvent, { known: false }>;

/**
 * Checks the signature over the bytes, and only then looks into them.
 *
 * @throws {MynthWebhookError} `signature_mismatch` or `invalid_payload`
 */
export async function verify(unverified: UnverifiedDelivery, incoming: Incoming, strict: boolean): Promise<Verified> {
  const { rawBody, signature } = unverified;
  const secretIndex = await matchingSecret(unverified);
  const payload = parsePayload(rawBody);
  const read = readEvent(payload);
  requireSameName(incoming, read.event.event);
  if (!read.known) return read;

  const { event } = read;
  let issues: readonly DeliveryIssue[] | undefined;
  const delivery: Delivery = {
    key: `${event.event}:${event.task.id}`,
    timestamp: Number(signature.timestamp),
    scheme: "mynth",
    secretIndex,
    rawBody,
    payload,
    eventName: event.event,
    get issues() {
      issues ??= detailIssues(event);
      return issues;
    },
  };
  if (strict && delivery.issues.length > 0) throw invalidPayload(delivery.issues);
  return { known: true, event, delivery };
}

/** The index of the first secret with which any of the signatures was made. */
async function matchingSecret({ signature, secrets, rawBody }: UnverifiedDelivery): Promise<number> {
  for (const [index, secret] of secrets.entries()) {
    const digest = await hmac.digest(await keyOf(secret), `${signature.timestamp}.`, rawBody);
    if (signature.signatures.some((candidate) => hmac.equal(candidate, digest))) return index;
  }
  throw new MynthWebhookError("signature_mismatch", {
    details: { bodyLength: rawBody.length, secrets: secrets.length, signatures: signature.signatures.length },
  });
}

/** The header is not signed: it may agree with the body, and nothing else. */
function requireSameName(incoming: Incoming, name: string): void {
  const header = headerOf(incoming, "x-mynth-event");
  if (header === undefined || header === name) return;
  throw invalidPayload([{ path: "event", message: "The X-Mynth-Event header names another event than the body." }]);
}
