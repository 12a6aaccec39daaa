import { appendFileSync } from "node:fs";
import { inject } from "vitest";
import type { Row } from "./row.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where every test puts its rows, from whichever process it runs in. */
    rowsFile: string;
  }
}

/** Adds a row to the table that is printed at the end. */
export function addRow(row: Row): void {
  appendFileSync(inject("rowsFile"), `${JSON.stringify(row)}\n`);
}
