import { readFile, writeFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { fullStore } from "./full-store.ts";
import { inProcess } from "./in-process.ts";
import { memoryGrowth } from "./memory.ts";
import { bundleSize, importCost } from "./start-up.ts";
import { flood, idempotency, otherRuntimes, wholeServers } from "./whole-servers.ts";

const parts = {
  inProcess,
  wholeServers,
  otherRuntimes,
  flood,
  idempotency,
  fullStore,
  importCost,
  bundleSize,
  memoryGrowth,
};

function isPart(name: string): name is keyof typeof parts {
  return Object.hasOwn(parts, name);
}

/** All of them, or those named on the command line, whose sections alone are then written anew. */
const named = process.argv.slice(2).filter(isPart);
const results = new URL("../RESULTS.md", import.meta.url);
const sections = new Map(named.length === 0 ? [] : sectionsOf(await readFile(results, "utf8")));
for (const [name, measure] of Object.entries(parts)) {
  if (named.length > 0 && !named.some((each) => each === name)) continue;
  console.error(`measuring ${name} ...`);
  const section = await measure();
  console.log(`${section}\n`);
  for (const [heading, text] of sectionsOf(section)) sections.set(heading, text);
  await write();
}

/** The sections of a page, by their headings. */
function sectionsOf(page: string): [string, string][] {
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

Written by \`npm run bench\`. ${machine}. What the goals were, and what was chosen on the way: [NOTES.md](NOTES.md).

Every figure is a ratio of two things measured in the same run in turn, A B B A, with the middle half of the rounds beside
it. The rows A/A compare a thing with itself: what differs there is noise.

${[...sections.values()].join("\n\n")}
`,
  );
}
