import { MynthWebhookError, type MynthWebhookErrorCode } from "../error.ts";
import { isRecord } from "../events/payload.ts";
import type { IncomingRequest } from "../incoming-request.ts";
import { readSignatures } from "../signature/parse-signatures.ts";
import type { Secrets } from "../signature/secret-provider.ts";
import type { Signature } from "../signature/signature.ts";
import { headerReader, type RawRequest, toBytes, verifyDelivery } from "../verify-delivery.ts";
import { type Explanation, explainSignature } from "./explain-signature.ts";
import { findHeaderFault } from "./header-faults.ts";
import { findTimeFault } from "./time-faults.ts";

/** Whether a delivery verifies, and if not, what explains it. */
export interface Diagnosis {
  /** Whether a receiver with this secret would take it. */
  readonly verified: boolean;
  /** The refusal, as the receiver would have it. `invalid_secret` also stands for one refused at start-up. */
  readonly code?: MynthWebhookErrorCode;
  /** The stable names of what explains it, usually one; empty where nothing that is known does. */
  readonly causes: readonly string[];
  /** What happened, and what to change: a sentence for each cause. Holds nothing of the secret or the body. */
  readonly explanation: string;
}

/** How a delivery is looked into. */
export interface DiagnoseOptions {
  /** How far the timestamp may lie from the clock, in seconds. Default 300. */
  readonly tolerance?: number;
  /** The clock, in milliseconds since 1970. Default `Date.now`. For a saved delivery: when it came. */
  readonly clock?: () => number;
}

/**
 * Says why a delivery does not verify: tries what commonly becomes of bodies, secrets and times on their way. An aid for
 * development; receivers never run it, for it tells a caller more than it should know.
 *
 * @throws {TypeError} on an option that cannot be meant
 *
 * @example
 * const { explanation } = await diagnose({ headers, body }, process.env.MYNTH_WEBHOOK_SECRET ?? "");
 */
export async function diagnose(
  request: RawRequest,
  secret: Secrets,
  { tolerance = 300, clock = Date.now }: DiagnoseOptions = {},
): Promise<Diagnosis> {
  try {
    const { delivery } = await verifyDelivery(request, secret, { tolerance, clock });
    return {
      verified: true,
      causes: [],
      explanation: `Verified: ${delivery.originalEventName}, by ${delivery.scheme}.`,
    };
  } catch (error) {
    const refusal = getRejection(error);
    const secrets = typeof secret === "string" ? [secret] : secret;
    const { causes, sentences } = await explain(refusal, request, secrets, clock());
    const explanation = causes.length > 0 ? sentences.join(" ") : `${refusal.message} ${refusal.hint}`;
    return { verified: false, code: refusal.code, causes, explanation };
  }
}

const unexplained: Explanation = { causes: [], sentences: [] };

function getRejection(error: unknown): MynthWebhookError {
  if (error instanceof MynthWebhookError) return error;
  if (error instanceof TypeError) return new MynthWebhookError("invalid_secret", { cause: error, hint: error.message });
  throw error;
}

async function explain(
  refusal: MynthWebhookError,
  request: RawRequest,
  secrets: readonly string[],
  now: number,
): Promise<Explanation> {
  const incoming: IncomingRequest = { method: "POST", url: "", header: headerReader(request.headers), body: undefined };
  const body = toBytes(request.body);
  switch (refusal.code) {
    case "malformed_signature": {
      const fault = findHeaderFault(incoming);
      return fault ? { causes: [fault.name], sentences: [fault.sentence] } : unexplained;
    }
    case "unsupported_encoding":
      return compressed;
    case "invalid_payload":
      return explainPayload(refusal.details);
    case "timestamp_out_of_tolerance":
      return explainTime(getSignatures(incoming), secrets, body, now);
    default:
      return explainMismatch(refusal, getSignatures(incoming), secrets, body);
  }
}

function getSignatures(incoming: IncomingRequest): readonly Signature[] {
  try {
    return readSignatures(incoming);
  } catch {
    return [];
  }
}

const compressed: Explanation = {
  causes: ["compressed"],
  sentences: [
    "The body was compressed on its way, and the signature covers it as it was sent: have the proxy leave it alone.",
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
  sentences: ["The body is empty: something has read it before, and what is verified is what it left."],
};

/** Gzip, zlib and zstd say so in their first bytes; no JSON begins like that. */
function isCompressed([first, second]: Uint8Array): boolean {
  return (first === 0x1f && second === 0x8b) || first === 0x78 || (first === 0x28 && second === 0xb5);
}

/** What is too old may have been changed as well: both are told, for mending one alone would not help. */
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
      sentences: [`It was ${finding}, and its signature does not match either: compare the secret with the dashboard.`],
    };
  }
  if (found.causes.length === 0) {
    return { causes: [name], sentences: [`The signature is genuine, but it was ${finding}: ${remedy}.`] };
  }
  return { causes: [...found.causes, name], sentences: [...found.sentences, `Besides, it was ${finding}: ${remedy}.`] };
}

function explainPayload({ issues }: MynthWebhookError["details"]): Explanation {
  if (!Array.isArray(issues)) return unexplained;
  const texts = issues.filter(isRecord).map(({ path, message }) => (path ? `${path}: ${message}` : `${message}`));
  return {
    causes: ["payload"],
    sentences: [`The signature is genuine, but the body is not an event: ${texts.join("; ")}`],
  };
}
