import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { folders, getPackage } from "./folders.ts";
import { formatReport } from "./markdown.ts";
import { findStaticMutants, readMutants } from "./result.ts";

const root = new URL("../../", import.meta.url);
const reports = "reports/mutation";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Forgets earlier results: Stryker does not notice changes of fixtures and of the contract suite. */
    force: { type: "boolean", default: false },
  },
});

const unknown = positionals.filter((given) => !folders.some(({ name }) => name === given));
if (unknown.length > 0) {
  throw new TypeError(`Unknown folders: ${unknown.join(", ")}. Known: ${folders.map(({ name }) => name).join(", ")}.`);
}
const chosen = folders.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

process.chdir(fileURLToPath(root));

interface Stage {
  /** The package whose tests run. In one worker, the tests of several adapters would disturb each other. */
  readonly tests: string;
  /** Files, or places in them as `file:line:column-line:column`. */
  readonly mutate: readonly string[];
  /** Whether mutants are run again that have a result. */
  readonly force: boolean;
  /** Whether mutants are left out of code that runs while a module loads. Each of them costs a run of every test. */
  readonly ignoreStatic: boolean;
}

async function run({ tests, mutate, force, ignoreStatic }: Stage): Promise<void> {
  process.env.MUTATION_TESTS = tests;
  await new Stryker({
    mutate: [...mutate],
    ignorePatterns: ["**/dist", "**/bundle", "**/*.tsbuildinfo", "docs", "examples", "benchmarks/src"],
    testRunner: "vitest",
    vitest: { configFile: "mutation/vitest.config.ts", related: false },
    plugins: [import.meta.resolve("@stryker-mutator/vitest-runner"), import.meta.resolve("./ignore-messages.js")],
    ignorers: ["messages"],
    coverageAnalysis: "perTest",
    ignoreStatic,
    concurrency: 2,
    timeoutMS: 10_000,
    incremental: true,
    incrementalFile: `${reports}/incremental.json`,
    force,
    reporters: ["progress-append-only", "json", "html"],
    jsonReporter: { fileName: `${reports}/mutation.json` },
    htmlReporter: { fileName: `${reports}/mutation.html` },
    // No such file: it rewrites references with the compiler's API, which TypeScript 7 does not have.
    tsconfigFile: "none",
  }).runMutationTest();
}

const report = new URL(`${reports}/mutation.json`, root);
for (const tests of new Set(chosen.map(getPackage))) {
  const mutate = chosen.filter((folder) => getPackage(folder) === tests).map(({ files }) => files);
  await run({ tests, mutate, force: values.force, ignoreStatic: true });
  // Stryker switches a mutant on after the modules have loaded, unless it is told that the mutant is static.
  const places = tests === "core" ? await findStaticMutants(report) : [];
  if (places.length > 0) await run({ tests, mutate: places, force: true, ignoreStatic: false });
}

const require = createRequire(import.meta.url);
const getVersion = async (name: string) =>
  JSON.parse(await readFile(require.resolve(`${name}/package.json`), "utf8")).version;
const versions = [
  `StrykerJS ${await getVersion("@stryker-mutator/core")}`,
  `Vitest ${await getVersion("vitest")}`,
  `Node ${process.versions.node}`,
].join(", ");

const text = formatReport(await readMutants(report), { date: new Date().toISOString().slice(0, 10), versions });
await writeFile(new URL("benchmarks/MUTATION.md", root), text);
console.log(text);
