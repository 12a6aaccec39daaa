import { MynthWebhookError } from "../error.ts";
import { getHeader, type IncomingRequest } from "../incoming-request.ts";
import { mynthSignature } from "./mynth-signature.ts";
import type { Signature } from "./signature.ts";
import { standardWebhooksSignature } from "./standard-webhooks-signature.ts";

/**
 * Reads the signature of every scheme whose header came: usually one, both while the sender crosses over, none of a
 * custom webhook.
 *
 * @throws {MynthWebhookError} `malformed_signature`
 */
export function readSignatures(incoming: IncomingRequest): readonly Signature[] {
  const header = (name: string) => getHeader(incoming, name) || undefined;
  const mynth = header("x-mynth-signature");
  const standard = header("webhook-signature");
  const signatures: Signature[] = [];
  if (standard !== undefined) {
    signatures.push(wellFormed(standardWebhooksSignature(standard, header("webhook-id"), header("webhook-timestamp"))));
  }
  if (mynth !== undefined) signatures.push(wellFormed(mynthSignature(mynth)));
  return signatures;
}

function wellFormed(signature: Signature | undefined): Signature {
  if (signature === undefined) throw new MynthWebhookError("malformed_signature");
  return signature;
}
