import type { MynthEvent, MynthEventName } from "./event.ts";
import { memberKinds } from "./field-types.ts";
import { mainMemberOf } from "./known-events.ts";
import { isRecord, type Payload } from "./payload.ts";
import type { DeliveryIssue } from "./payload-issue.ts";

/** Whether a payload has what a handler of the event cannot do without. */
export function isWholeEvent(payload: Payload, name: MynthEventName): payload is Payload & MynthEvent {
  return taskIssue(payload) === undefined && resultIssue(payload, name) === undefined;
}

/** What a payload lacks to be a whole event. By hand and not by its schema, which takes four times as long. */
export function envelopeIssues(payload: Payload, name: MynthEventName): readonly DeliveryIssue[] {
  return [taskIssue(payload), resultIssue(payload, name)].filter((issue) => issue !== undefined);
}

function taskIssue({ task }: Payload): DeliveryIssue | undefined {
  if (!isRecord(task)) return { path: "task", message: "expected an object" };
  if (typeof task.id === "string" && task.id !== "") return undefined;
  return { path: "task.id", message: "expected a text that is not empty" };
}

function resultIssue({ result }: Payload, name: MynthEventName): DeliveryIssue | undefined {
  const main = mainMemberOf(name);
  if (main === undefined) return undefined;
  if (!isRecord(result)) return { path: "result", message: "expected an object" };
  const { is, expected } = memberKinds[main.kind];
  return is(result[main.member]) ? undefined : { path: `result.${main.member}`, message: `expected ${expected}` };
}
