import type * as z from "zod/mini";
import type { MynthEvent } from "../event.ts";
import type { PayloadIssue } from "../payload-issue.ts";
import { eventSchemas } from "./event-schemas.ts";

/** How an event differs from what is known of its kind. */
export function detailIssues(event: MynthEvent): readonly PayloadIssue[] {
  return findIssues(eventSchemas(event.event).details, event);
}

function findIssues(schema: z.ZodMiniType, value: unknown): readonly PayloadIssue[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
