import { migrationFor } from "../src/index.ts";
import { getRows } from "../src/query.ts";
import type { Database } from "./databases.ts";

/** Creates a table name that no other test uses. */
export function createTableName(): string {
  return `claims_${crypto.randomUUID().replaceAll("-", "")}`;
}

/** Names a claims table for one test file, and a second table for the effects of handlers. */
export function withEffects({ query }: Database) {
  const table = createTableName();
  return {
    table,
    async makeTables() {
      await query(migrationFor(table), []);
      await query(`CREATE TABLE ${table}_effects (key text, owner text)`, []);
    },
    /** Returns the owners that had an effect for a key. */
    async effects(key: string) {
      const text = `SELECT json_agg(owner) AS owners FROM ${table}_effects WHERE key = $1`;
      const [row] = getRows(await query(text, [key]));
      return typeof row === "object" && row !== null && "owners" in row ? (row.owners ?? []) : row;
    },
  };
}
