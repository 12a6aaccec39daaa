import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { readRows } from "./report/row.ts";
import { formatTable } from "./report/table.ts";
import { findProgram } from "./servers/programs.ts";

const programs = ["redis-server", "postgres", "pgbouncer"];

/** Collects the results of all tests, and prints them as one table at the end. */
export default function collectRows(project: TestProject): () => void {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) console.warn(`Tests are skipped because these are not installed: ${missing.join(", ")}.`);
  const folder = mkdtempSync(join(tmpdir(), "mynth-rows-"));
  const rowsFile = join(folder, "rows");
  writeFileSync(rowsFile, "");
  project.provide("rowsFile", rowsFile);

  return () => {
    const rows = readRows(rowsFile);
    if (rows.length > 0) console.log(`\n${formatTable(rows)}`);
    rmSync(folder, { recursive: true, force: true });
  };
}
