import type { MynthEvent, MynthEventName, UnknownMynthEvent } from "./event.ts";
import { type MainMember, operationNames, operations } from "./operations.ts";

/** What a completed event is about; nothing for a failed one. A map and not an object: "constructor" must find nothing. */
const mainMembers: ReadonlyMap<string, MainMember | undefined> = new Map(
  operationNames().flatMap((operation): [string, MainMember | undefined][] => [
    [`task.${operation}.completed`, operations[operation]],
    [`task.${operation}.failed`, undefined],
  ]),
);

/** The names of all known events. */
export const eventNames: readonly MynthEventName[] = [...mainMembers.keys()].filter(isEventName);

/** Whether an event of this name is known. */
export function isEventName(name: string): name is MynthEventName {
  return mainMembers.has(name);
}

/** The member of `result` that no handler of the event can do without; `undefined` for a failed task, which has none. */
export function mainMemberOf(name: MynthEventName): MainMember | undefined {
  return mainMembers.get(name);
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
