import { MynthWebhookError } from "../error.ts";
import { getHeader, type IncomingRequest } from "../incoming-request.ts";
import { parseMynthSignature } from "./mynth-signature.ts";
import type { Signature } from "./signature.ts";
import { parseStandardWebhooksSignature } from "./standard-webhooks-signature.ts";
import { getSkew, isFresh, type Tolerance } from "./timestamp.ts";

/**
 * Parses the signature of every scheme in the headers: usually one, both while the sender migrates, none for a custom
 * webhook. A signature that cannot be used does not matter next to one that can: another product or a relay may add it.
 *
 * @throws {MynthWebhookError} `malformed_signature`
 */
export function parseSignatures(request: Pick<IncomingRequest, "header">): readonly Signature[] {
  const header = (name: string) => getHeader(request, name) || undefined;
  const mynth = header("x-mynth-signature");
  const standard = header("webhook-signature");
  const signatures = [
    standard && parseStandardWebhooksSignature(standard, header("webhook-id"), header("webhook-timestamp")),
    mynth && parseMynthSignature(mynth),
  ].filter((signature) => typeof signature === "object");
  if (signatures.length === 0 && (mynth ?? standard) !== undefined) throw new MynthWebhookError("malformed_signature");
  return signatures;
}

/**
 * Returns the signatures whose timestamp is within the tolerance.
 *
 * @throws {MynthWebhookError} `timestamp_out_of_tolerance` if there are signatures, and none is fresh
 */
export function selectFresh(signatures: readonly Signature[], now: number, tolerance: Tolerance): readonly Signature[] {
  const fresh = signatures.filter(({ timestamp }) => isFresh(timestamp, now, tolerance));
  const [first] = signatures;
  if (fresh.length > 0 || first === undefined) return fresh;
  const skewSeconds = getSkew(first.timestamp, now);
  throw new MynthWebhookError("timestamp_out_of_tolerance", { details: { skewSeconds, tolerance } });
}
