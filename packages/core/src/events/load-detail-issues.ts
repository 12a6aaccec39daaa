import type { MynthEvent } from "./event.ts";
import type { PayloadIssue } from "./payload-issue.ts";

/** Says how an event differs from what is known of its kind. */
export type DetailIssues = (event: MynthEvent) => readonly PayloadIssue[];

let loaded: DetailIssues | undefined;

/**
 * Loads the schemas of the details, apart from all else: zod takes longer to load, and more memory, than the rest of this
 * package together. A promise the first time only.
 */
export function loadDetailIssues(): DetailIssues | Promise<DetailIssues> {
  return loaded ?? load();
}

/** Begins to load them, so that the first delivery need not wait. If that fails, the delivery tries again and says why. */
export function preloadDetailIssues(): void {
  load().catch(() => {});
}

async function load(): Promise<DetailIssues> {
  const { detailIssues } = await import("./schemas/detail-issues.ts");
  loaded = detailIssues;
  return detailIssues;
}
