import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { folders } from "./folders.ts";
import { formatReport } from "./markdown.ts";
import { readMutants } from "./result.ts";

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
// Core's own tests kill most mutants in a fraction of the time. What they leave is run again with every test.
const stages = chosen.some(({ name }) => name.startsWith("core")) ? ["core", "all"] : ["all"];
for (const tests of stages) {
  process.env.MUTATION_TESTS = tests;
  await new Stryker({
    mutate: chosen.map(({ files }) => files),
    ignorePatterns: ["**/dist", "**/bundle", "**/*.tsbuildinfo", "docs", "examples", "benchmarks/src"],
    testRunner: "vitest",
    vitest: { configFile: "mutation/vitest.config.ts", related: false },
    plugins: [import.meta.resolve("@stryker-mutator/vitest-runner"), import.meta.resolve("./ignore-messages.js")],
    ignorers: ["messages"],
    coverageAnalysis: "perTest",
    // What runs while a module loads is covered by every test, and each such mutant would cost a whole run.
    ignoreStatic: true,
    concurrency: 2,
    timeoutMS: 10_000,
    incremental: true,
    incrementalFile: `${reports}/incremental.json`,
    force: values.force && tests === stages[0],
    reporters: ["progress-append-only", "json", "html"],
    jsonReporter: { fileName: `${reports}/mutation.json` },
    htmlReporter: { fileName: `${reports}/mutation.html` },
    // No such file: it rewrites references with the compiler's API, which TypeScript 7 does not have.
    tsconfigFile: "none",
  }).runMutationTest();
}

const require = createRequire(import.meta.url);
const getVersion = async (name: string) =>
  JSON.parse(await readFile(require.resolve(`${name}/package.json`), "utf8")).version;
const versions = [
  `StrykerJS ${await getVersion("@stryker-mutator/core")}`,
  `Vitest ${await getVersion("vitest")}`,
  `Node ${process.versions.node}`,
].join(", ");

const mutants = await readMutants(new URL(`${reports}/mutation.json`, root));
const report = formatReport(mutants, { date: new Date().toISOString().slice(0, 10), versions });
await writeFile(new URL("benchmarks/MUTATION.md", root), report);
console.log(report);
