import { isRecord } from "../is-record.ts";
import type { MynthEvent } from "./event.ts";
import { getRequiredField } from "./names/event-names.ts";
import { fieldTypes } from "./names/field-types.ts";
import type { MynthEventName } from "./names/operations.ts";
import type { Payload } from "./payload.ts";
import type { PayloadIssue } from "./schemas/payload-issue.ts";

/** Whether a payload has the required fields of its event. */
export function hasEnvelope(payload: Payload, name: MynthEventName): payload is Payload & MynthEvent {
  return findTaskIssue(payload) === undefined && findResultIssue(payload, name) === undefined;
}

/** Finds the required fields that a payload lacks. Not with zod, which takes four times as long. */
export function findEnvelopeIssues(payload: Payload, name: MynthEventName): readonly PayloadIssue[] {
  return [findTaskIssue(payload), findResultIssue(payload, name)].filter((issue) => issue !== undefined);
}

function findTaskIssue({ task }: Payload): PayloadIssue | undefined {
  if (!isRecord(task)) return { path: "task", message: "expected an object" };
  if (typeof task.id === "string" && task.id !== "") return undefined;
  return { path: "task.id", message: "expected a string that is not empty" };
}

function findResultIssue({ result }: Payload, eventName: MynthEventName): PayloadIssue | undefined {
  const field = getRequiredField(eventName);
  if (field === undefined) return undefined;
  if (!isRecord(result)) return { path: "result", message: "expected an object" };
  const { is, expected } = fieldTypes[field.type];
  return is(result[field.name]) ? undefined : { path: `result.${field.name}`, message: `expected ${expected}` };
}
