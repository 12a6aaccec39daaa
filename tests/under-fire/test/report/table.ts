import Table from "cli-table3";
import type { Row } from "./row.ts";

const columns: Record<string, (row: Row) => string | number> = {
  scenario: (row) => row.scenario,
  "store, client": (row) => row.store,
  framework: (row) => row.framework,
  events: (row) => row.events,
  deliveries: (row) => row.deliveries,
  requests: (row) => row.requests,
  lost: (row) => row.lost,
  doubled: (row) => row.doubled,
  explained: (row) => row.explained,
  stuck: (row) => row.stuck,
  crashes: (row) => row.crashes,
  "longest, s": (row) => (row.longest / 1000).toFixed(1),
};

const textColumns = new Set(["scenario", "store, client", "framework"]);

/** Formats rows as a table, with the scenarios in alphabetical order. */
export function formatTable(rows: readonly Row[]): string {
  const table = new Table({
    head: Object.keys(columns),
    colAligns: Object.keys(columns).map((name) => (textColumns.has(name) ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows.toSorted((a, b) => a.scenario.localeCompare(b.scenario) || a.store.localeCompare(b.store))) {
    table.push(Object.values(columns).map((getCell) => getCell(row)));
  }
  return table.toString();
}
