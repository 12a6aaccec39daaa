import type { Scheme } from "../delivery.ts";
import { MynthWebhookError } from "../error.ts";
import { envelopeIssues, hasEnvelope } from "./envelope.ts";
import type { MynthEvent, MynthEventName, UnknownMynthEvent } from "./event.ts";
import { isEventName } from "./known-events.ts";
import { currentName } from "./legacy-names.ts";
import { isRecord, type Payload } from "./payload.ts";
import type { PayloadIssue } from "./payload-issue.ts";

/** What a payload turned out to be. `name` is the event's name as it came. */
export type ReadEvent =
  | { readonly known: true; readonly name: string; readonly event: MynthEvent }
  | { readonly known: false; readonly name: string; readonly event: UnknownMynthEvent };

/**
 * Takes a verified payload for an event: its name must be there, and of a known name what a handler cannot do without.
 * Both generations come out in one shape. Nothing is coerced, and unknown fields stay.
 *
 * @throws {MynthWebhookError} `invalid_payload`
 */
export function readEvent(payload: Payload, scheme: Scheme): ReadEvent {
  const isStandard = scheme === "standard-webhooks" || (scheme === "url-token" && holdsTask(payload));
  const nameField = isStandard ? "type" : "event";
  const name = payload[nameField];
  if (typeof name !== "string" || name === "") {
    throw invalidPayload([{ path: nameField, message: "The event has no name." }]);
  }
  const present = currentName(name);
  if (!isEventName(present)) return { known: false, name, event: { ...payload, event: name } };
  const event = isStandard ? normalizeTask(payload, present) : named(payload, present);
  if (!hasEnvelope(event, present)) throw invalidPayload(envelopeIssues(event, present));
  return { known: true, name, event };
}

export function invalidPayload(issues: readonly PayloadIssue[]): MynthWebhookError {
  return new MynthWebhookError("invalid_payload", { details: { issues } });
}

/** An unsigned delivery does not say which generation it is of. */
function holdsTask(payload: Payload): boolean {
  return typeof payload.type === "string" && isRecord(payload.data);
}

function named(payload: Payload, event: MynthEventName): Payload {
  return payload.event === event ? payload : { ...payload, event };
}

/**
 * A Standard Webhooks body, whose `data` is the task as the API returns it, in the shape of generation 1. The `null`
 * that stands for a result or errors that are not there is left out, as generation 1 leaves them out.
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
