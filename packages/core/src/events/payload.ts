import { MynthWebhookError } from "../error.ts";
import { isRecord } from "../is-record.ts";
import type { PayloadIssue } from "./schemas/payload-issue.ts";

/** Strict UTF-8. Drops a byte order mark, as JSON parsers on the web do. */
const decoder = new TextDecoder("utf-8", { fatal: true });

/** A parsed JSON object, as received. */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * Parses a body as a JSON object.
 *
 * @throws {MynthWebhookError} `invalid_payload`
 */
export function parsePayload(bytes: Uint8Array): Payload {
  const payload = parseJson(bytes);
  if (!isRecord(payload)) throw createPayloadError([{ path: "", message: "The body is JSON, but not an object." }]);
  return payload;
}

/** Creates the error for a body that is not a valid event. */
export function createPayloadError(issues: readonly PayloadIssue[]): MynthWebhookError {
  return new MynthWebhookError("invalid_payload", { details: { issues } });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    // No cause: a parser's message quotes the body.
    throw createPayloadError([{ path: "", message: "The body is not valid JSON in UTF-8." }]);
  }
}
