import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { spreadOf } from "./ratio.ts";
import { table } from "./table.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));
const rounds = 15;

/** Imports modules in a new process: milliseconds, and MiB of memory. */
function importing(modules: readonly string[]): { time: number; memory: number } {
  const script = `const t = performance.now(); for (const m of ${JSON.stringify(modules)}) await import(m);
    console.log(JSON.stringify({ time: performance.now() - t, memory: process.memoryUsage.rss() / 1048576 }))`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: folder, encoding: "utf8" }),
  );
}

/** What importing an adapter adds to importing its framework. */
export function importCost(): string {
  const pairs = [
    { framework: "the framework again (A/A), express", base: ["express"], more: [] },
    { framework: "express", base: ["express"], more: ["@mynth-webhooks/express"] },
    { framework: "fastify", base: ["fastify"], more: ["@mynth-webhooks/fastify"] },
    { framework: "hono", base: ["hono"], more: ["@mynth-webhooks/hono"] },
  ];
  const rows = pairs.map(({ framework, base, more }) => {
    const added = Array.from({ length: rounds }, () => {
      const [alone, both] = [importing(base), importing([...base, ...more])];
      return { time: both.time - alone.time, memory: both.memory - alone.memory };
    });
    const time = spreadOf(added.map((each) => each.time));
    const memory = spreadOf(added.map((each) => each.memory));
    return [
      framework,
      `${time.median.toFixed(1)} ms (${time.low.toFixed(1)} to ${time.high.toFixed(1)})`,
      `${memory.median.toFixed(1)} MiB (${memory.low.toFixed(1)} to ${memory.high.toFixed(1)})`,
    ];
  });
  return `## Import

What core and an adapter add to the import of the framework alone, in a new process.

${table(["beside", "time", "memory"], rows)}`;
}

/** The size of core and the Hono adapter in a worker, without Hono itself. */
export async function bundleSize(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: 'export { mynthWebhook } from "@mynth-webhooks/hono";', resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    external: ["hono", "hono/*"],
    metafile: true,
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return `## Bundle for an edge worker

Core and the Hono adapter, minified, without Hono: ${(bytes.length / 1024).toFixed(1)} KiB, ${(gzipSync(bytes).length / 1024).toFixed(1)} KiB gzip. The schemas are those of \`zod/mini\`.`;
}
