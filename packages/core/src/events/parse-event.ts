import { isRecord } from "../is-record.ts";
import type { SignatureScheme } from "../signature/signature.ts";
import { findEnvelopeIssues, hasEnvelope } from "./envelope.ts";
import type { MynthEvent, UnknownMynthEvent } from "./event.ts";
import { isEventName } from "./names/event-names.ts";
import { currentName } from "./names/legacy-names.ts";
import type { MynthEventName } from "./names/operations.ts";
import { createPayloadError, type Payload } from "./payload.ts";

/** The event in a payload. `name` is its name as received. */
export type ParsedEvent =
  | { readonly known: true; readonly name: string; readonly event: MynthEvent }
  | { readonly known: false; readonly name: string; readonly event: UnknownMynthEvent };

/**
 * Parses a payload that has a name, and the required fields of a known event. Both schemes get one shape. Nothing is
 * coerced, and unknown fields stay.
 *
 * @param scheme the scheme of the payload; detected by its fields if it is not passed
 * @throws {MynthWebhookError} `invalid_payload`
 */
export function parseEvent(payload: Payload, scheme?: SignatureScheme): ParsedEvent {
  const isStandard = scheme === undefined ? hasTaskData(payload) : scheme === "standard-webhooks";
  const nameField = isStandard ? "type" : "event";
  const name = payload[nameField];
  if (typeof name !== "string" || name === "") {
    throw createPayloadError([{ path: nameField, message: "The event has no name." }]);
  }
  const current = currentName(name);
  if (!isEventName(current)) return { known: false, name, event: { ...payload, event: name } };
  const event = isStandard ? normalizeTask(payload, current) : renameEvent(payload, current);
  if (!hasEnvelope(event, current)) throw createPayloadError(findEnvelopeIssues(event, current));
  return { known: true, name, event };
}

function hasTaskData(payload: Payload): boolean {
  return typeof payload.type === "string" && isRecord(payload.data);
}

function renameEvent(payload: Payload, event: MynthEventName): Payload {
  return payload.event === event ? payload : { ...payload, event };
}

/**
 * Converts a Standard Webhooks body, whose `data` is the task, to the shape of generation 1. That shape leaves out a
 * `null` result or error list.
 */
function normalizeTask({ type: _, data, ...envelope }: Payload, event: MynthEventName): Payload {
  if (!isRecord(data)) return { ...envelope, event };
  const { request, result, errors, ...task } = data;
  return {
    ...envelope,
    event,
    task,
    request,
    ...(result === null || result === undefined ? {} : { result }),
    ...(errors === null || errors === undefined ? {} : { errors }),
  };
}
