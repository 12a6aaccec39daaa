import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleSize as measureBundle } from "@mynth-webhooks/release-checks/bundle-size";
import { layOut } from "@mynth-webhooks/release-checks/lay-out";
import { type PackedPackage, pack } from "@mynth-webhooks/release-checks/pack";
import { publicPackages } from "@mynth-webhooks/release-checks/public-packages";
import { type Ratio, spreadOf } from "./ratio.ts";
import { table } from "./table.ts";

const rounds = 15;

/** What is published of core and the adapters, as an install of it would lie. */
async function withPublished<T>(use: (folder: string, packed: readonly PackedPackage[]) => T): Promise<Awaited<T>> {
  const names = ["core", "express", "fastify", "hono"].map((name) => `@mynth-webhooks/${name}`);
  const packed = await pack((await publicPackages()).filter(({ manifest }) => names.includes(manifest.name)));
  const folder = await mkdtemp(join(tmpdir(), "mynth-installed-"));
  try {
    await layOut(packed, folder);
    return await use(folder, packed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Imports modules in a new process, and says what the last of them added: milliseconds, and MiB of memory. */
function importing(folder: string, modules: readonly string[]): { time: number; cpu: number; memory: number } {
  const script = `const modules = ${JSON.stringify(modules)};
    const last = modules.pop();
    for (const each of modules) await import(each);
    const [start, memory, cpu] = [performance.now(), process.memoryUsage.rss(), process.cpuUsage()];
    await import(last);
    const time = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({ time, cpu: (user + system) / 1000, memory: (process.memoryUsage.rss() - memory) / 1048576 }));`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: folder, encoding: "utf8" }),
  );
}

/** What importing an adapter adds to importing its framework. */
export function importCost(): Promise<string> {
  return withPublished(importCostIn);
}

function importCostIn(folder: string): string {
  const imports = [
    ["node:http"],
    ["express", "@mynth-webhooks/express"],
    ["fastify", "@mynth-webhooks/fastify"],
    ["hono", "@mynth-webhooks/hono"],
  ];
  const rows = imports.map((modules) => {
    const measured = Array.from({ length: rounds }, () => importing(folder, modules));
    const time = spreadOf(measured.map((each) => each.time));
    const cpu = spreadOf(measured.map((each) => each.cpu));
    const memory = spreadOf(measured.map((each) => each.memory));
    return [
      modules.toReversed().join(" after "),
      spreadText(time, "ms"),
      spreadText(cpu, "ms"),
      spreadText(memory, "MiB"),
    ];
  });
  return `## Import

What an adapter adds, with core, to a process that has imported its framework: of the packages as they are published, in a new
process each time. The first row is what Node's own module takes, for scale.

${table(["import", "time", "CPU", "memory"], rows)}`;
}

function spreadText({ median, low, high }: Ratio, unit: string): string {
  return `${median.toFixed(1)} ${unit} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

/** The size of core and the Hono adapter in a worker, without Hono itself. */
export function bundleSize(): Promise<string> {
  return withPublished(async (folder, packed) => {
    const hono = packed.find(({ manifest }) => manifest.name === "@mynth-webhooks/hono");
    if (!hono) throw new Error("The Hono adapter was not packed.");
    const { atOnce, inAll } = await measureBundle(folder, hono.manifest, "{ mynthWebhook }");
    return `## Bundle for an edge worker

Core and the Hono adapter, minified and gzipped, without Hono: ${kib(atOnce)} at once, and ${kib(inAll - atOnce)} that are
imported apart from it, for the detailed check of known events. The schemas are those of \`zod/mini\`.`;
  });
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
