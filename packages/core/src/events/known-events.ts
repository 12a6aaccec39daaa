import type { MynthEvent, MynthEventName, UnknownMynthEvent } from "./event.ts";
import { operationNames, operations, type RequiredField } from "./operations.ts";

/** What a completed event is about; nothing for a failed one. A map and not an object: "constructor" must find nothing. */
const requiredFields: ReadonlyMap<string, RequiredField | undefined> = new Map(
  operationNames().flatMap((operation): [string, RequiredField | undefined][] => [
    [`task.${operation}.completed`, operations[operation]],
    [`task.${operation}.failed`, undefined],
  ]),
);

/** The names of all known events. */
export const eventNames: readonly MynthEventName[] = [...requiredFields.keys()].filter(isEventName);

/** Whether an event of this name is known. */
export function isEventName(name: string): name is MynthEventName {
  return requiredFields.has(name);
}

/** The member of `result` that no handler of the event can do without; `undefined` for a failed task, which has none. */
export function getRequiredField(name: MynthEventName): RequiredField | undefined {
  return requiredFields.get(name);
}

/**
 * Tells the events this package knows from those of newer names, which come to a handler only with
 * `unknownEvents: "deliver"`.
 *
 * @example
 * if (!isKnownEvent(req.mynthEvent)) return log.info(`a new event: ${req.mynthEvent.event}`);
 */
export function isKnownEvent(event: MynthEvent | UnknownMynthEvent): event is MynthEvent {
  return isEventName(event.event);
}
