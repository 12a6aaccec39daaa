import { readFile, writeFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { writeCharts } from "./chart.ts";
import { benchmarkFullStore } from "./full-store.ts";
import { formatGoals } from "./goals.ts";
import { benchmarkHalfSent } from "./half-sent.ts";
import { benchmarkInProcess } from "./in-process.ts";
import { benchmarkMemory } from "./memory.ts";
import { benchmarkBundle, benchmarkImport } from "./start-up.ts";
import { benchmarkStores } from "./stores.ts";
import { benchmarkFlood, benchmarkServers } from "./whole-servers.ts";

/** The names are the arguments of the command. */
const parts = {
  inProcess: benchmarkInProcess,
  wholeServers: benchmarkServers,
  flood: benchmarkFlood,
  stores: benchmarkStores,
  fullStore: benchmarkFullStore,
  importCost: benchmarkImport,
  bundleSize: benchmarkBundle,
  halfSent: benchmarkHalfSent,
  memoryGrowth: benchmarkMemory,
};

function isPart(name: string): name is keyof typeof parts {
  return Object.hasOwn(parts, name);
}

/** The parts named on the command line. Without names all parts run; with names the other sections are kept. */
const named = process.argv.slice(2).filter(isPart);
const results = new URL("../RESULTS.md", import.meta.url);
const sections = new Map(named.length === 0 ? [] : parseSections(await readFile(results, "utf8")));
for (const [name, measure] of Object.entries(parts)) {
  if (named.length > 0 && !named.some((each) => each === name)) continue;
  console.error(`measuring ${name} ...`);
  const section = await measure();
  console.log(`${section}\n`);
  for (const [heading, text] of parseSections(section)) sections.set(heading, text);
  await writeCharts(new URL("../", import.meta.url));
  await write();
}

/** Splits a page into sections by their headings. */
function parseSections(page: string): [string, string][] {
  return page.split(/^(?=## )/m).flatMap((text): [string, string][] => {
    const [heading = ""] = text.split("\n", 1);
    return heading.startsWith("## ") ? [[heading, text.trim()]] : [];
  });
}

async function write(): Promise<void> {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${platform()} ${arch()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  await writeFile(
    results,
    `# What verification costs

Written by \`npm run bench\`. ${machine}. [NOTES.md](NOTES.md) has the goals and the decisions.

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="chart-dark.svg">
  <img alt="The rate of verified deliveries at equal CPU, as a multiple of the usual recipe, a bare HMAC and a plain JSON route" src="chart-light.svg">
</picture>

Every figure is a ratio of two measurements in the same run: the mean of the middle 60 % of the rounds, the half-width of its 95 %
confidence interval, and the range of the middle half of the rounds. Each round measures all candidates in short slices in turn.
The A/A rows compare a measurement with itself, so their difference from 1 is noise.

${named.length === 0 ? `${formatGoals()}\n\n` : ""}${[...sections.values()].join("\n\n")}
`,
  );
}
