import type { MynthEvent, UnknownMynthEvent } from "./event.ts";
import { parseEvent } from "./parse-event.ts";
import { parsePayload } from "./payload.ts";

/** An event that is not verified: anyone may have written it. */
export type UnverifiedEvent =
  | { readonly known: true; readonly event: MynthEvent }
  | { readonly known: false; readonly event: UnknownMynthEvent };

/**
 * Reads the event in a body of either scheme without verifying it, to show it, or because it was verified elsewhere.
 * Never trust its content.
 *
 * @throws {MynthWebhookError} `invalid_payload` if the body is not an event
 *
 * @example
 * const { event } = readUnverifiedEvent(rawBody);
 */
export function readUnverifiedEvent(rawBody: Uint8Array): UnverifiedEvent {
  const { name: _, ...read } = parseEvent(parsePayload(rawBody));
  return read;
}
