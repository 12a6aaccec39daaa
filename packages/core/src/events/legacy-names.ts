import type { MynthEventName } from "./event.ts";

/** What the oldest deliveries were named, and what the same event is named today. Source: early versions of Mynth's SDK. */
const formerNames: ReadonlyMap<string, MynthEventName> = new Map([
  ["task.image.completed", "task.image.generate.completed"],
  ["task.image.failed", "task.image.generate.failed"],
]);

/** Today's name of an event. */
export function presentName(name: string): string {
  return formerNames.get(name) ?? name;
}
