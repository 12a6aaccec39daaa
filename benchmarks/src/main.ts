import { readFile, writeFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { inProcess } from "./in-process.ts";
import { memoryGrowth } from "./memory.ts";
import { bundleSize, importCost } from "./start-up.ts";
import { flood, idempotency, otherRuntimes, wholeServers } from "./whole-servers.ts";

const parts = { inProcess, wholeServers, otherRuntimes, flood, idempotency, importCost, bundleSize, memoryGrowth };

function isPart(name: string): name is keyof typeof parts {
  return Object.hasOwn(parts, name);
}

/** All of them, or those named on the command line, which are printed only. */
const wanted = process.argv.slice(2).filter(isPart);
const sections: string[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.some((each) => each === name)) continue;
  console.error(`measuring ${name} ...`);
  const section = await measure();
  console.log(`${section}\n`);
  sections.push(section);
}

if (wanted.length === 0) {
  const results = new URL("../RESULTS.md", import.meta.url);
  const notes = await readFile(new URL("../NOTES.md", import.meta.url), "utf8");
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${platform()} ${arch()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  await writeFile(
    results,
    `# What verification costs

Written by \`npm run bench\`. ${machine}.

Every figure is a ratio of two things measured in the same run in turn, A B B A, with the middle half of the rounds beside
it. The row A/A compares a thing with itself: what differs there is noise.

${notes.trim()}

${sections.join("\n\n")}
`,
  );
}
