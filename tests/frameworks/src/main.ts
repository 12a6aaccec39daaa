// Runs the fixtures, or those that are named: `npm run test:frameworks -- nextjs astro`. `--write <file>` writes the table.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import colors from "picocolors";
import { checkNextjsExample } from "./check-nextjs-example.ts";
import { readFixtures } from "./fixture.ts";
import { installFixture } from "./install-fixture.ts";
import { type FixtureResult, toMarkdown, toRow } from "./markdown.ts";
import { packOurs } from "./pack-ours.ts";
import { runFixture } from "./run-fixture.ts";

const { values, positionals } = parseArgs({ options: { write: { type: "string" } }, allowPositionals: true });
const packed = await packOurs();

const results: FixtureResult[] = [];
for (const fixture of await readFixtures(positionals)) {
  const start = performance.now();
  let result: FixtureResult;
  try {
    await installFixture(fixture, packed);
    result = { fixture, ...(await runFixture(fixture)) };
  } catch (error) {
    result = { fixture, passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
  }
  results.push(result);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const mark = result.failures.length === 0 ? colors.green("passed") : colors.red("failed");
  console.log(`${mark} ${fixture.title}, ${seconds} s`);
  for (const failure of result.failures) console.log(colors.red(`  ${failure}`));
}

const table = new Table({
  head: ["framework", "version", "runtime", "checks"],
  style: { head: [], border: [], compact: true },
});
for (const result of results) table.push((await toRow(result)).slice(0, 4));
console.log(table.toString());
if (values.write !== undefined) await writeFile(values.write, await toMarkdown(results, new Date()));

const faults = positionals.length > 0 ? [] : await checkNextjsExample(packed);
if (positionals.length === 0)
  console.log(
    faults.length === 0
      ? colors.green("passed examples/nextjs")
      : colors.red(`failed examples/nextjs: ${faults.join(" ")}`),
  );

const passed = results.filter(({ failures }) => failures.length === 0).length;
console.log(`${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length && faults.length === 0 ? 0 : 1;
