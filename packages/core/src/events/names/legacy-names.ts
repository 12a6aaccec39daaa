import type { MynthEventName } from "./operations.ts";

/** The current names of the events that the oldest deliveries name otherwise. Source: early versions of Mynth's SDK. */
const legacyNames: ReadonlyMap<string, MynthEventName> = new Map([
  ["task.image.completed", "task.image.generate.completed"],
  ["task.image.failed", "task.image.generate.failed"],
]);

/** Returns the current name of an event. */
export function currentName(name: string): string {
  return legacyNames.get(name) ?? name;
}
