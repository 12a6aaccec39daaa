import { MynthWebhookError } from "../error.ts";

/** Strict UTF-8; drops a byte order mark, as every JSON reader on the web does. */
const decoder = new TextDecoder("utf-8", { fatal: true });

/** A JSON object as it came. */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * @throws {MynthWebhookError} `invalid_payload`
 */
export function parsePayload(bytes: Uint8Array): Payload {
  const payload = parseJson(bytes);
  if (!isRecord(payload)) throw invalid("The body is JSON, but not an object.");
  return payload;
}

/** Whether a JSON value is an object, and not an array or null. */
export function isRecord(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    // No cause: a parser's message quotes the body.
    throw invalid("The body is not JSON in UTF-8.");
  }
}

function invalid(message: string): MynthWebhookError {
  return new MynthWebhookError("invalid_payload", { details: { issues: [{ path: "", message }] } });
}
