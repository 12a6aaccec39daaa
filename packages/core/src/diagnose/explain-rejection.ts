import type { MynthWebhookError } from "../error.ts";
import type { IncomingRequest } from "../incoming-request.ts";
import { isRecord } from "../is-record.ts";
import { type RawRequest, toBytes, toIncomingRequest } from "../request/raw-request.ts";
import { parseSignatures } from "../signature/parse-signatures.ts";
import type { Signature } from "../signature/signature.ts";
import { type Explanation, explainSignature } from "./explain-signature.ts";
import { findHeaderFault } from "./header-faults.ts";
import { findTimeFault } from "./time-faults.ts";

const unexplained: Explanation = { causes: [], sentences: [] };

/** Explains why a receiver rejected a request. `now` is in milliseconds since 1970. */
export async function explainRejection(
  rejection: MynthWebhookError,
  request: RawRequest,
  secrets: readonly string[],
  now: number,
): Promise<Explanation> {
  const incoming = toIncomingRequest(request);
  const body = toBytes(request.body);
  switch (rejection.code) {
    case "malformed_signature": {
      const fault = findHeaderFault(incoming);
      return fault ? { causes: [fault.name], sentences: [fault.sentence] } : unexplained;
    }
    case "unsupported_encoding":
      return compressed;
    case "invalid_payload":
      return explainPayload(rejection.details);
    case "timestamp_out_of_tolerance":
      return explainTime(getSignatures(incoming), secrets, body, now);
    default:
      return explainMismatch(rejection, getSignatures(incoming), secrets, body);
  }
}

function getSignatures(incoming: IncomingRequest): readonly Signature[] {
  try {
    return parseSignatures(incoming);
  } catch {
    return [];
  }
}

const compressed: Explanation = {
  causes: ["compressed"],
  sentences: [
    "A proxy compressed the body, but the signature covers the original bytes: turn compression off in the proxy.",
  ],
};

async function explainMismatch(
  { details, hint }: MynthWebhookError,
  signatures: readonly Signature[],
  secrets: readonly string[],
  body: Uint8Array,
): Promise<Explanation> {
  if (signatures.length === 0) return unexplained;
  const found = await explainSignature(signatures, secrets, body);
  if (found && found.causes.length > 0) return found;
  if (isCompressed(body)) return compressed;
  if (body.length === 0) return lost;
  return details.fittingSecrets === 0 ? { causes: ["other_scheme"], sentences: [hint] } : unexplained;
}

const lost: Explanation = {
  causes: ["body_lost"],
  sentences: ["The body is empty: something consumed it before it was verified."],
};

/** Whether a body starts like gzip, zlib or zstd. JSON never starts like that. */
function isCompressed([first, second]: Uint8Array): boolean {
  return (first === 0x1f && second === 0x8b) || first === 0x78 || (first === 0x28 && second === 0xb5);
}

/** Explains a stale delivery. If it was also changed, both causes are reported: fixing only one would not help. */
async function explainTime(
  signatures: readonly Signature[],
  secrets: readonly string[],
  body: Uint8Array,
  now: number,
): Promise<Explanation> {
  const { name, finding, remedy } = findTimeFault(signatures[0]?.timestamp ?? 0, now);
  const found = await explainSignature(signatures, secrets, body);
  if (found === undefined) {
    return {
      causes: [name, "mismatched"],
      sentences: [
        `The delivery was ${finding}, and its signature does not match either: compare the secret with the dashboard.`,
      ],
    };
  }
  if (found.causes.length === 0) {
    return { causes: [name], sentences: [`The signature is valid, but the delivery was ${finding}: ${remedy}.`] };
  }
  return {
    causes: [...found.causes, name],
    sentences: [...found.sentences, `The delivery was also ${finding}: ${remedy}.`],
  };
}

function explainPayload({ issues }: MynthWebhookError["details"]): Explanation {
  if (!Array.isArray(issues)) return unexplained;
  const texts = issues.filter(isRecord).map(({ path, message }) => (path ? `${path}: ${message}` : `${message}`));
  return {
    causes: ["payload"],
    sentences: [`The signature is valid, but the body is not a valid event: ${texts.join("; ")}`],
  };
}
