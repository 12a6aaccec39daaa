import type { MynthEventName } from "./names/operations.ts";
import type { PayloadIssue } from "./schemas/payload-issue.ts";

/** Finds where an event differs from its schema. */
export type IssueFinder = (event: { readonly event: MynthEventName }) => readonly PayloadIssue[];

let loaded: IssueFinder | undefined;

/**
 * Loads the schemas separately, because zod takes more time and memory to load than the rest of this package. Returns a
 * promise only the first time.
 */
export function loadIssueFinder(): IssueFinder | Promise<IssueFinder> {
  return loaded ?? load();
}

/** Starts loading the schemas, so that the first delivery does not wait. If that fails, the delivery tries again. */
export function preloadIssueFinder(): void {
  load().catch(() => {});
}

async function load(): Promise<IssueFinder> {
  const { findIssues } = await import("./schemas/find-issues.ts");
  loaded = findIssues;
  return findIssues;
}
