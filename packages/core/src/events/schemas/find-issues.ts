import type * as z from "zod/mini";
import type { MynthEventName } from "../names/operations.ts";
import { type ArrayCutter, createArrayCutter } from "./array-cutter.ts";
import { createIssue } from "./create-issue.ts";
import { eventSchemas } from "./event-schemas.ts";
import type { PayloadIssue } from "./payload-issue.ts";

/** Issues go into logs. */
const maxIssues = 20;

/**
 * Finds where an event differs from its schema: at most 20 differences, then the number of the others. Anyone may have
 * written the event, so the work and the result are bounded.
 */
export function findIssues(event: { readonly event: MynthEventName }): readonly PayloadIssue[] {
  const { details } = eventSchemas(event.event);
  const cuts: PayloadIssue[] = [];
  const copy = getArrayCutter(event.event)(
    event,
    (path, length, checked) => {
      cuts.push(createIssue(path, `only the first ${checked} of ${length} items are checked`));
    },
    [],
  );
  const found = details.safeParse(copy).error?.issues ?? [];
  const issues = [...cuts, ...found.slice(0, maxIssues).map((issue) => createIssue(issue.path, describe(issue)))];
  const others = cuts.length + found.length - maxIssues;
  if (others <= 0) return issues;
  return [...issues.slice(0, maxIssues), createIssue([], `${others} more ${others === 1 ? "issue" : "issues"}`)];
}

const arrayCutters = new Map<MynthEventName, ArrayCutter>();

function getArrayCutter(name: MynthEventName): ArrayCutter {
  const cutter = arrayCutters.get(name) ?? createArrayCutter(eventSchemas(name).details) ?? ((value) => value);
  arrayCutters.set(name, cutter);
  return cutter;
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["string", "a string"],
  ["number", "a number"],
  ["boolean", "a boolean"],
  ["array", "an array"],
  ["object", "an object"],
  ["record", "an object"],
]);

/** Returns the expected value in words. Without a locale, zod has words only for the messages of this package. */
function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${typeNames.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return `expected ${formatChoice(issue.values)}`;
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? `expected ${formatChoice(issue.options)}`
        : issue.message;
    default:
      return issue.message;
  }
}

function formatChoice(values: readonly unknown[]): string {
  const names = values.map((value) => JSON.stringify(value));
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" or ");
}
