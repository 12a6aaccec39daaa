import { bodyHypotheses, secretHypotheses } from "./diagnose-hypotheses.ts";
import { MynthWebhookError, type MynthWebhookErrorCode } from "./error.ts";
import { hmac } from "./hmac.ts";
import { headerOf, type Incoming } from "./incoming.ts";
import { isRecord } from "./payload.ts";
import { readSignatures } from "./read-signatures.ts";
import { signingKey } from "./secret-key.ts";
import type { Secret } from "./secret-source.ts";
import type { Signature } from "./signature.ts";
import { bytesOf, headerReader, type ReceivedRequest, verifyDelivery } from "./verify-delivery.ts";

/** Whether a delivery verifies, and if not, what explains it. */
export interface Diagnosis {
  readonly verified: boolean;
  /** The refusal, as the receiver would have it. `invalid_secret` also stands for one refused at start-up. */
  readonly code?: MynthWebhookErrorCode;
  /** The stable name of what explains it; absent where nothing that is known does. */
  readonly cause?: string;
  /** One or two sentences: what happened, and what to change. */
  readonly explanation: string;
}

/** How a delivery is looked into. */
export interface DiagnoseOptions {
  /** How far the timestamp may lie from the clock, in seconds. Default 300. */
  readonly tolerance?: number;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/**
 * Says why a delivery does not verify: tries what commonly becomes of bodies, secrets and times on their way. An aid for
 * development; receivers never run it, for it tells a caller more than it should know.
 *
 * @example
 * const { explanation } = await diagnose({ headers, body }, process.env.MYNTH_WEBHOOK_SECRET);
 */
export async function diagnose(
  request: ReceivedRequest,
  secret: Secret,
  { tolerance = 300, clock = Date.now }: DiagnoseOptions = {},
): Promise<Diagnosis> {
  try {
    const { delivery } = await verifyDelivery(request, secret, { tolerance, clock });
    return { verified: true, explanation: `Verified: ${delivery.eventName}, by ${delivery.scheme}.` };
  } catch (error) {
    const refusal = refusalOf(error);
    const found = await explain(refusal, request, typeof secret === "string" ? [secret] : secret, clock);
    return { verified: false, code: refusal.code, explanation: `${refusal.message} ${refusal.hint}`, ...found };
  }
}

interface Found {
  readonly cause: string;
  readonly explanation: string;
}

function refusalOf(error: unknown): MynthWebhookError {
  if (error instanceof MynthWebhookError) return error;
  if (error instanceof TypeError) return new MynthWebhookError("invalid_secret", { cause: error, hint: error.message });
  throw error;
}

async function explain(
  { code, details }: MynthWebhookError,
  request: ReceivedRequest,
  secrets: readonly string[],
  clock: () => number,
): Promise<Found | undefined> {
  const incoming: Incoming = { method: "POST", url: "", header: headerReader(request.headers), body: undefined };
  if (code === "malformed_signature") return explainGrammar(incoming);
  if (code === "unsupported_encoding") return compressed;
  if (code === "invalid_payload") return explainPayload(details);
  const signatures = signaturesOf(incoming);
  if (signatures.length === 0) return undefined;
  const body = bytesOf(request.body);
  const found = await explainMismatch(signatures, secrets, body);
  if (code !== "timestamp_out_of_tolerance") return found;
  const [{ timestamp }] = [signatures[0] ?? { timestamp: 0 }];
  return explainTime(timestamp, clock(), await matches(signatures, secrets.map(signingKey), body));
}

function signaturesOf(incoming: Incoming): readonly Signature[] {
  try {
    return readSignatures(incoming);
  } catch {
    return [];
  }
}

/** What was signed with which key: one change at a time, then both. */
async function explainMismatch(
  signatures: readonly Signature[],
  secrets: readonly string[],
  body: Uint8Array,
): Promise<Found | undefined> {
  const keys = secrets.map(signingKey);
  for (const { name, sentence, undo } of secretHypotheses) {
    const meant = secrets.map(undo).filter((key) => key !== undefined);
    if (await matches(signatures, meant, body)) return { cause: name, explanation: sentence };
  }
  if (body[0] === 0x1f && body[1] === 0x8b) return compressed;
  for (const { name, sentence, undo } of bodyHypotheses) {
    const signed = undo(body);
    if (signed && (await matches(signatures, keys, signed))) return { cause: name, explanation: sentence };
  }
  return undefined;
}

const compressed: Found = {
  cause: "compressed",
  explanation:
    "The body was compressed on its way, and the signature covers it as it was sent: have the proxy leave it alone.",
};

async function matches(
  signatures: readonly Signature[],
  keys: readonly Uint8Array<ArrayBuffer>[],
  body: Uint8Array,
): Promise<boolean> {
  for (const bytes of keys.filter(({ length }) => length > 0)) {
    const key = await hmac.importKey(bytes);
    for (const { prefix, candidates } of signatures) {
      const digest = await hmac.digest(key, prefix, body);
      if (candidates.some((candidate) => hmac.equal(candidate, digest))) return true;
    }
  }
  return false;
}

function explainTime(timestamp: number, now: number, genuine: boolean): Found {
  const skew = Math.round(now / 1000 - timestamp);
  if (Math.abs(now - timestamp) < 86_400_000) {
    return {
      cause: "milliseconds",
      explanation: "The timestamp is in milliseconds: the signer has to write Unix seconds, and sign those.",
    };
  }
  const distance = `${Math.abs(skew)} seconds ${skew > 0 ? "old" : "ahead of this clock"}`;
  if (!genuine) {
    return {
      cause: "stale_and_mismatched",
      explanation: `It is ${distance}, and its signature does not match either.`,
    };
  }
  return skew > 0
    ? {
        cause: "stale",
        explanation: `The signature is genuine, but ${distance}: a replay, a queue in front of this server, or a clock that is fast. Replay captures with a fresh signature.`,
      }
    : {
        cause: "clock_skew",
        explanation: `The signature is genuine, but ${distance}: set this machine's clock (NTP).`,
      };
}

function explainGrammar(incoming: Incoming): Found | undefined {
  const header = headerOf(incoming, "x-mynth-signature") ?? "";
  const cases: readonly (Found & { readonly pattern: RegExp })[] = [
    {
      pattern: /^\s*["']/,
      cause: "header_quoted",
      explanation: "The signature header stands in quotation marks: remove them.",
    },
    {
      pattern: /t=.*,\s*t=/,
      cause: "header_repeated",
      explanation: "There are two timestamps in the header: something repeats headers, or joins two of them.",
    },
    {
      pattern: /v1=(?=[0-9a-f]*[A-F])[0-9a-fA-F]{64}/,
      cause: "hex_upper_case",
      explanation: "The signature is in upper-case hex: write it in lower case.",
    },
    {
      pattern: /v1=[A-Za-z0-9+/]{43}=/,
      cause: "base64_for_hex",
      explanation: "The signature is in base64, where X-Mynth-Signature wants lower-case hex.",
    },
    {
      pattern: /^[0-9a-fA-F]{64}$|^sha256=/,
      cause: "bare_digest",
      explanation: "The header holds a digest alone, where t=<Unix seconds>,v1=<hex> is wanted.",
    },
    {
      pattern: /t=\d+\.\d+/,
      cause: "fractional_timestamp",
      explanation: "The timestamp has a fraction: write whole Unix seconds.",
    },
  ];
  return cases.find(({ pattern }) => pattern.test(header));
}

function explainPayload({ issues }: MynthWebhookError["details"]): Found | undefined {
  if (!Array.isArray(issues)) return undefined;
  const texts = issues.filter(isRecord).map(({ path, message }) => (path ? `${path}: ${message}` : `${message}`));
  return {
    cause: "payload",
    explanation: `The signature is genuine, but the body is not an event: ${texts.join("; ")}`,
  };
}
