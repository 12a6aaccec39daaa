import { getVersions } from "./framework-versions.ts";
import { type Cell, frameworks, type MatrixRow } from "./matrix.ts";
import { getNeighbors } from "./neighbors.ts";

/** Formats the matrix as a page of the documentation. */
export async function toMarkdown(rows: readonly MatrixRow[], date: Date): Promise<string> {
  const heads = ["runtime", ...frameworks.map(({ name }) => name), "HMAC by"];
  const versions = await Promise.all(frameworks.map(getVersions));
  const neighbors = await getNeighbors();
  const lines = [
    heads,
    heads.map(() => "---"),
    ...rows.map(({ runtime, cells }) => [runtime, ...cells.map(toText), getHmacs(cells)]),
  ];
  const notes = new Set(
    rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.kind === "run" ? [] : [cell.reason]))),
  );
  // `aside: false` hides the page's outline, so that the table has room.
  return `---
description: "Every adapter on every runtime, how many checks passed, and the packages it was tested with."
aside: false
---

# Conformance

\`npm run test:runtimes\` starts every adapter on every runtime and sends the same requests over HTTP. They are good
deliveries of both generations and every kind of bad delivery, each followed by a good one. Then all of them are sent at the
same time. A cell shows how many of the checks passed. Last run: ${date.toISOString().slice(0, 10)}, with
${[...new Set(versions.flatMap((each) => each.split(", ")))].join(", ")}.

${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}

${[...notes].map((note) => `- not run: ${note}.`).join("\n")}

## Other packages

These tests send real requests to applications that use another package before, behind or around \`mynthWebhook()\`. A good
delivery reaches the handler once and is acknowledged, a changed one is rejected, a duplicate gets 200, and a body of 200 kB
arrives whole. Where a package makes one of these impossible, its test says what happens instead.

| tested with | packages |
| --- | --- |
${neighbors.map(({ tested, packages }) => `| ${tested} | ${packages} |`).join("\n")}
`;
}

function toText(cell: Cell): string {
  if (cell.kind !== "run") return "-";
  return `${cell.passed}/${cell.passed + cell.failures.length}`;
}

/** Returns the HMAC implementations that the cells of a runtime used. */
export function getHmacs(cells: readonly Cell[]): string {
  return [...new Set(cells.flatMap((cell) => (cell.kind === "run" ? [cell.hmac] : [])))].join(", ");
}
