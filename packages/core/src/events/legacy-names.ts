import type { MynthEventName } from "./event.ts";

/** What the oldest deliveries were named, and what the same event is named today. Source: early versions of Mynth's SDK. */
const legacyNames: ReadonlyMap<string, MynthEventName> = new Map([
  ["task.image.completed", "task.image.generate.completed"],
  ["task.image.failed", "task.image.generate.failed"],
]);

/** Today's name of an event. */
export function currentName(name: string): string {
  return legacyNames.get(name) ?? name;
}
