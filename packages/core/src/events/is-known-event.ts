import type { MynthEvent, UnknownMynthEvent } from "./event.ts";
import { isEventName } from "./names/event-names.ts";

/**
 * Whether this package knows an event. Unknown events reach a handler only with `unknownEvents: "deliver"`.
 *
 * @example
 * if (!isKnownEvent(req.mynthEvent)) return log.info(`a new event: ${req.mynthEvent.event}`);
 */
export function isKnownEvent(event: MynthEvent | UnknownMynthEvent): event is MynthEvent {
  return isEventName(event.event);
}
