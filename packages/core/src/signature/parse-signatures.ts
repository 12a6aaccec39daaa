import { MynthWebhookError } from "../error.ts";
import { getHeader, type IncomingRequest } from "../incoming-request.ts";
import { parseMynthSignature } from "./mynth-signature.ts";
import type { Signature } from "./signature.ts";
import { parseStandardWebhooksSignature } from "./standard-webhooks-signature.ts";

/**
 * Parses the signature of every scheme in the headers: usually one, both while the sender migrates, none for a custom
 * webhook.
 *
 * @throws {MynthWebhookError} `malformed_signature`
 */
export function parseSignatures(request: Pick<IncomingRequest, "header">): readonly Signature[] {
  const header = (name: string) => getHeader(request, name) || undefined;
  const mynth = header("x-mynth-signature");
  const standard = header("webhook-signature");
  const signatures: Signature[] = [];
  if (standard !== undefined) {
    const parsed = parseStandardWebhooksSignature(standard, header("webhook-id"), header("webhook-timestamp"));
    signatures.push(assertWellFormed(parsed));
  }
  if (mynth !== undefined) signatures.push(assertWellFormed(parseMynthSignature(mynth)));
  return signatures;
}

function assertWellFormed(signature: Signature | undefined): Signature {
  if (signature === undefined) throw new MynthWebhookError("malformed_signature");
  return signature;
}
