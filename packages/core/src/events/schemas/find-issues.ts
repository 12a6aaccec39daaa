import type { MynthEventName } from "../names/operations.ts";
import { eventSchemas } from "./event-schemas.ts";
import type { PayloadIssue } from "./payload-issue.ts";

/** Finds where an event differs from its schema. */
export function findIssues(event: { readonly event: MynthEventName }): readonly PayloadIssue[] {
  const result = eventSchemas(event.event).details.safeParse(event);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => ({ path: formatPath(path), message }));
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
