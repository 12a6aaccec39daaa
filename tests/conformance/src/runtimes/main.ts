import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import colors from "picocolors";
import { checkReceiver } from "./check-receiver.ts";
import { install } from "./install.ts";
import { getHmacs, toMarkdown } from "./markdown.ts";
import { type Cell, frameworks, type MatrixRow } from "./matrix.ts";
import { type RunningReceiver, startReceiver, startWorker } from "./receiver-process.ts";
import { runtimes, workerd, workerSetups } from "./versions.ts";

const { values } = parseArgs({ options: { write: { type: "string" } } });

async function runCell(start: () => Promise<RunningReceiver>): Promise<Cell> {
  let receiver: RunningReceiver;
  try {
    receiver = await start();
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) };
  }
  try {
    return { kind: "run", hmac: receiver.hmac, ...(await checkReceiver(receiver.url)) };
  } finally {
    await receiver.stop();
  }
}

const rows: MatrixRow[] = [];
for (const runtime of runtimes) {
  const program = install(runtime);
  const cells = [];
  for (const { name } of frameworks) {
    cells.push(await runCell(async () => startReceiver(await program, runtime, name)));
  }
  rows.push({ runtime: `${runtime.name} ${runtime.version}`, cells });
}
for (const setup of workerSetups) {
  const cells = [];
  for (const { onWorkers } of frameworks) {
    cells.push(
      typeof onWorkers === "string"
        ? await runCell(async () => startWorker(await install(workerd), setup, onWorkers))
        : ({ kind: "none", ...onWorkers } satisfies Cell),
    );
  }
  rows.push({ runtime: `workerd ${workerd.version}, ${setup.name}`, cells });
}

const table = new Table({
  head: ["runtime", ...frameworks.map(({ name }) => name), "HMAC by"],
  style: { head: [], border: [], compact: true },
});
for (const { runtime, cells } of rows) table.push([runtime, ...cells.map(toText), getHmacs(cells)]);
console.log(table.toString());

const all = rows.flatMap(({ runtime, cells }) =>
  cells.map((cell, index) => ({ cell, where: `${frameworks[index]?.name} on ${runtime}` })),
);
for (const reason of new Set(all.flatMap(({ cell }) => (cell.kind === "none" ? [cell.reason] : [])))) {
  console.log(`- not run: ${reason}`);
}
for (const { cell, where } of all) {
  if (cell.kind === "broken") console.log(colors.red(`${where}: ${cell.reason}`));
  if (cell.kind === "run") for (const failure of cell.failures) console.log(colors.red(`${where}: ${failure}`));
}
if (values.write !== undefined) await writeFile(values.write, await toMarkdown(rows, new Date()));

const runs = all.filter(({ cell }) => cell.kind !== "none");
const passed = runs.filter(({ cell }) => cell.kind === "run" && cell.failures.length === 0).length;
console.log(`${passed} passed, ${runs.length - passed} failed`);
process.exitCode = passed === runs.length ? 0 : 1;

function toText(cell: Cell): string {
  if (cell.kind === "none") return colors.dim("-");
  if (cell.kind === "broken") return colors.red("cannot run");
  const text = `${cell.passed}/${cell.passed + cell.failures.length}`;
  return cell.failures.length === 0 ? colors.green(text) : colors.red(text);
}
