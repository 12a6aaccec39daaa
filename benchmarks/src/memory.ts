import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { formatTable } from "./table.ts";

/** Measures the heap after a million deliveries of different tasks, through one receiver with a bounded store. */
export function benchmarkMemory(): string {
  const script = fileURLToPath(new URL("./memory-growth.js", import.meta.url));
  const rows = JSON.parse(execFileSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" }));
  return `## Memory

The heap after garbage collection, with one receiver and a store of at most 10,000 keys.

${formatTable(["deliveries", "heap"], rows)}`;
}
