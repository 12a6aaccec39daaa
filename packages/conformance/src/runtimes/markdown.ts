import { getVersions } from "./framework-versions.ts";
import { type Cell, frameworks, type MatrixRow } from "./matrix.ts";

/** The matrix as a page. */
export async function toMarkdown(rows: readonly MatrixRow[], date: Date): Promise<string> {
  const heads = ["runtime", ...frameworks.map(({ name }) => name), "HMAC by"];
  const versions = await Promise.all(frameworks.map(getVersions));
  const lines = [
    heads,
    heads.map(() => "---"),
    ...rows.map(({ runtime, cells }) => [runtime, ...cells.map(toText), getHmacs(cells)]),
  ];
  const notes = new Set(
    rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.kind === "run" ? [] : [cell.reason]))),
  );
  // Without the page's outline beside it the table has room.
  return `---
description: "Every adapter on every runtime: how many checks passed, and when they were last run."
aside: false
---

# Conformance

Every adapter was started on every runtime and asked the same over HTTP: good deliveries of both generations, and every
kind that has to be refused, each followed by a good one, then all at the same time. A cell says how many of the checks
passed. Last run: ${date.toISOString().slice(0, 10)}, by \`npm run test:runtimes\`, with
${[...new Set(versions.flatMap((each) => each.split(", ")))].join(", ")}.

${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}

${[...notes].map((note) => `- not run: ${note}.`).join("\n")}
`;
}

function toText(cell: Cell): string {
  if (cell.kind !== "run") return "-";
  return `${cell.passed}/${cell.passed + cell.failures.length}`;
}

/** What made the HMACs on a runtime. */
export function getHmacs(cells: readonly Cell[]): string {
  return [...new Set(cells.flatMap((cell) => (cell.kind === "run" ? [cell.hmac] : [])))].join(", ");
}
