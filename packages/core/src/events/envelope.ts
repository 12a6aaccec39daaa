import type { MynthEvent, MynthEventName } from "./event.ts";
import { fieldTypes } from "./field-types.ts";
import { getRequiredField } from "./known-events.ts";
import { isRecord, type Payload } from "./payload.ts";
import type { PayloadIssue } from "./payload-issue.ts";

/** Whether a payload has what a handler of the event cannot do without. */
export function hasEnvelope(payload: Payload, name: MynthEventName): payload is Payload & MynthEvent {
  return taskIssue(payload) === undefined && resultIssue(payload, name) === undefined;
}

/** What a payload lacks to be a whole event. By hand and not by its schema, which takes four times as long. */
export function envelopeIssues(payload: Payload, name: MynthEventName): readonly PayloadIssue[] {
  return [taskIssue(payload), resultIssue(payload, name)].filter((issue) => issue !== undefined);
}

function taskIssue({ task }: Payload): PayloadIssue | undefined {
  if (!isRecord(task)) return { path: "task", message: "expected an object" };
  if (typeof task.id === "string" && task.id !== "") return undefined;
  return { path: "task.id", message: "expected a text that is not empty" };
}

function resultIssue({ result }: Payload, name: MynthEventName): PayloadIssue | undefined {
  const main = getRequiredField(name);
  if (main === undefined) return undefined;
  if (!isRecord(result)) return { path: "result", message: "expected an object" };
  const { is, expected } = fieldTypes[main.kind];
  return is(result[main.member]) ? undefined : { path: `result.${main.member}`, message: `expected ${expected}` };
}
