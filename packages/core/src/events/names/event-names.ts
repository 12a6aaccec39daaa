import { getOperationNames, type MynthEventName, operations, type RequiredField } from "./operations.ts";

/** The required field of every known event; none for a failed task. In a map, `"constructor"` finds nothing. */
const requiredFields: ReadonlyMap<string, RequiredField | undefined> = new Map(
  getOperationNames().flatMap((operation): [string, RequiredField | undefined][] => [
    [`task.${operation}.completed`, operations[operation]],
    [`task.${operation}.failed`, undefined],
  ]),
);

/** The names of all known events. */
export const eventNames: readonly MynthEventName[] = [...requiredFields.keys()].filter(isEventName);

/** Whether this package knows events with this name. */
export function isEventName(name: string): name is MynthEventName {
  return requiredFields.has(name);
}

/** Returns the required field of the event's `result`, or `undefined` for a failed task, which has none. */
export function getRequiredField(name: MynthEventName): RequiredField | undefined {
  return requiredFields.get(name);
}
