import { type Folder, folders } from "./folders.ts";
import type { Fate, Mutant } from "./result.ts";

/** Formats a Markdown table. */
function formatTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function isIn(folder: Folder, { file }: Mutant): boolean {
  const [start = "", end] = folder.files.split(/\*\*?\//);
  return end === undefined
    ? file.slice(0, file.lastIndexOf("/")) === folder.files.slice(0, folder.files.lastIndexOf("/"))
    : file.startsWith(start);
}

function formatShare(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
}

function formatRow(name: string, mutants: readonly Mutant[]): readonly (string | number)[] {
  const count = (fate: Fate) => mutants.filter((each) => each.fate === fate).length;
  const [killed, timedOut, survived, explained] = [
    count("killed"),
    count("timed out"),
    count("survived"),
    count("explained"),
  ];
  const found = killed + timedOut;
  const all = found + survived + explained;
  return [
    name,
    all,
    killed,
    timedOut,
    survived,
    explained,
    formatShare(found, all - explained),
    formatShare(found, all),
  ];
}

/** Formats code for a cell of a table. */
function formatCode(code: string): string {
  const line = code.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return line === "" ? "nothing" : `\`\` ${line.length > 80 ? `${line.slice(0, 80)}…` : line} \`\``;
}

function formatPlace({ file, line }: Mutant): string {
  return `\`${file.replace("packages/", "").replace("/src/", "/")}:${line}\``;
}

function countEqual(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Formats the report of a run, for `benchmarks/MUTATION.md`. */
export function formatReport(
  mutants: readonly Mutant[],
  { date, versions }: { date: string; versions: string },
): string {
  const measured = folders.filter((folder) => mutants.some((each) => isIn(folder, each)));
  const others = folders.filter((folder) => !measured.includes(folder)).map(({ name }) => name);
  const rows = measured.map((folder) =>
    formatRow(
      folder.name,
      mutants.filter((each) => isIn(folder, each)),
    ),
  );
  const survivors = mutants.filter(({ fate }) => fate === "survived");
  const explained = mutants.filter(({ fate }) => fate === "explained");
  const messages = mutants.filter(({ fate }) => fate === "message").length;
  const unmeasured = mutants.filter(({ fate }) => fate === "static").length;
  const reasons = [
    ...countEqual(explained.map((each) => `${formatPlace(each)} | ${each.reason.replaceAll("|", "\\|")}`)),
  ];
  return `<!-- Written by \`npm run mutate\`. -->

# Mutation testing

${date}, with ${versions}.

Stryker changes one operator, condition, literal or block of the source at a time, and runs the tests of its package. A mutant
survives if every test still passes. An explained mutant has a comment in the source that says why it changes nothing. The score
is the share of killed and timed-out mutants: once without the explained mutants, and once with all of them.
${messages} mutants of the texts of messages and hints are left out: no code depends on their words. ${unmeasured} mutants of code that
runs while an adapter's module loads are not measured: each would cost a run of every test.

${formatTable(
  ["folder", "mutants", "killed", "timed out", "survived", "explained", "score", "score of all"],
  [...rows, formatRow("**all**", mutants)],
)}

Not measured in this run: ${others.length === 0 ? "nothing" : others.join(", ")}.

## Survivors

${
  survivors.length === 0
    ? "None."
    : formatTable(
        ["place", "mutator", "replacement"],
        survivors.map((each) => [formatPlace(each), each.mutator, formatCode(each.replacement)]),
      )
}

## Explained

${reasons.length === 0 ? "None." : formatTable(["place", "reason", "mutants"], reasons)}
`;
}
