import { type DeliveryIssue, issuesOf } from "./delivery-issue.ts";
import { MynthWebhookError } from "./error.ts";
import type { MynthEvent, UnknownMynthEvent } from "./events/event.ts";
import { eventSchemas, isEventName } from "./events/schemas.ts";
import type { Payload } from "./payload.ts";

/** What a payload turned out to be. */
export type ReadEvent =
  | { readonly known: true; readonly event: MynthEvent }
  | { readonly known: false; readonly event: UnknownMynthEvent };

/**
 * Takes a verified payload for an event: its name must be there, and of a known name what a handler cannot do without.
 *
 * @throws {MynthWebhookError} `invalid_payload`
 */
export function readEvent(payload: Payload): ReadEvent {
  if (isMynthEvent(payload)) return { known: true, event: payload };
  if (isNamed(payload)) return { known: false, event: payload };
  throw invalidPayload([{ path: "event", message: "The event has no name." }]);
}

/** How an event differs from what is known of its kind. */
export function detailIssues(event: MynthEvent): readonly DeliveryIssue[] {
  return issuesOf(eventSchemas(event.event).details, event);
}

export function invalidPayload(issues: readonly DeliveryIssue[]): MynthWebhookError {
  return new MynthWebhookError("invalid_payload", { details: { issues } });
}

/** True for a known name and a whole envelope; what is merely detail may differ from the type and is reported. */
function isMynthEvent(payload: object): payload is MynthEvent {
  if (!isNamed(payload) || !isEventName(payload.event)) return false;
  const issues = issuesOf(eventSchemas(payload.event).envelope, payload);
  if (issues.length > 0) throw invalidPayload(issues);
  return true;
}

function isNamed(payload: object): payload is UnknownMynthEvent {
  return "event" in payload && typeof payload.event === "string" && payload.event !== "";
}
