import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureBundle } from "@mynth-webhooks/scripts/bundle-size";
import { layOut } from "@mynth-webhooks/scripts/lay-out";
import { type PackedPackage, pack } from "@mynth-webhooks/scripts/pack";
import { getPublicPackages } from "@mynth-webhooks/scripts/public-packages";
import { getSpread, type Ratio } from "./ratio.ts";
import { formatTable } from "./table.ts";

const rounds = 15;

/** Packs core and the adapters, installs them into a folder, and calls `use` with it. */
async function withPublished<T>(use: (folder: string, packed: readonly PackedPackage[]) => T): Promise<Awaited<T>> {
  const names = ["core", "express", "fastify", "hono", "web"].map((name) => `@mynth-webhooks/${name}`);
  const packed = await pack((await getPublicPackages()).filter(({ manifest }) => names.includes(manifest.name)));
  const folder = await mkdtemp(join(tmpdir(), "mynth-installed-"));
  try {
    await layOut(packed, folder);
    return await use(folder, packed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Imports modules in a new process and measures the last one, in milliseconds and MiB. */
function measureImport(folder: string, modules: readonly string[]): { time: number; cpu: number; memory: number } {
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

/** Measures what importing an adapter adds to importing its framework. */
export function benchmarkImport(): Promise<string> {
  return withPublished(benchmarkImportIn);
}

function benchmarkImportIn(folder: string): string {
  const imports = [
    ["node:http"],
    ["express", "@mynth-webhooks/express"],
    ["fastify", "@mynth-webhooks/fastify"],
    ["hono", "@mynth-webhooks/hono"],
    ["@mynth-webhooks/web"],
  ];
  const rows = imports.map((modules) => {
    const measured = Array.from({ length: rounds }, () => measureImport(folder, modules));
    const time = getSpread(measured.map((each) => each.time));
    const cpu = getSpread(measured.map((each) => each.cpu));
    const memory = getSpread(measured.map((each) => each.memory));
    return [
      modules.toReversed().join(" after "),
      formatSpread(time, "ms"),
      formatSpread(cpu, "ms"),
      formatSpread(memory, "MiB"),
    ];
  });
  return `## Import

The cost of importing a published adapter with core, in a new process that has imported its framework. The first row is Node's
own module, for scale.

${formatTable(["import", "time", "CPU", "memory"], rows)}`;
}

function formatSpread({ median, low, high }: Ratio, unit: string): string {
  return `${median.toFixed(1)} ${unit} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

/** Measures the size of core and the Hono adapter in a worker, without Hono. */
export function benchmarkBundle(): Promise<string> {
  return withPublished(async (folder, packed) => {
    const hono = packed.find(({ manifest }) => manifest.name === "@mynth-webhooks/hono");
    if (!hono) throw new Error("@mynth-webhooks/hono was not packed. Check that it is public.");
    const { atOnce, inAll } = await measureBundle(folder, hono.manifest, "{ mynthWebhook }");
    return `## Bundle for an edge worker

Core and the Hono adapter, minified and gzipped, without Hono: ${formatKib(atOnce)} at once, and ${formatKib(inAll - atOnce)} loaded on
demand, for the detailed check of known events. The schemas use \`zod/mini\`.`;
  });
}

function formatKib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
