import { decodeBase64 } from "../crypto/base64.ts";
import { digestLength } from "../crypto/hmac-sha256.ts";
import { maxHeaderLength, maxSignatures, type Signature } from "./signature.ts";
import { timestampPattern } from "./timestamp.ts";

/** Visible ASCII, without the period that ends the id in the signed message and the comma that joins headers. */
const idPattern = /^[!-+\-/-~]{1,256}$/;

/**
 * Parses `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64>[ v1,<base64>...]`. Other versions and
 * malformed entries are ignored. Source: the Standard Webhooks specification, version 1, symmetric signatures.
 *
 * @returns `undefined` if the headers are malformed
 */
export function parseStandardWebhooksSignature(
  signature: string,
  id: string | undefined,
  timestamp: string | undefined,
): Signature | undefined {
  if (id === undefined || !idPattern.test(id)) return undefined;
  if (!timestamp || !timestampPattern.test(timestamp)) return undefined;
  if (signature.length > maxHeaderLength) return undefined;
  const entries = signature.split(" ").filter((entry) => entry.startsWith("v1,"));
  if (entries.length > maxSignatures) return undefined;
  const candidates = entries.flatMap((entry) => {
    const bytes = decodeBase64(entry.slice("v1,".length));
    return bytes?.length === digestLength ? [bytes] : [];
  });
  if (candidates.length === 0) return undefined;
  return {
    scheme: "standard-webhooks",
    timestamp: Number(timestamp),
    prefix: `${id}.${timestamp}.`,
    candidates,
    id,
  };
}
