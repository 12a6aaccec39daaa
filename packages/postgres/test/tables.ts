import { migrationFor } from "../src/index.ts";
import { getRows } from "../src/query.ts";
import type { Database } from "./databases.ts";

/** A name no other test has. */
export function newTable(): string {
  return `claims_${crypto.randomUUID().replaceAll("-", "")}`;
}

/** A claims table of this file's alone, and beside it one for the effects that handlers have. */
export function withEffects({ query }: Database) {
  const table = newTable();
  return {
    table,
    async makeTables() {
      await query(migrationFor(table), []);
      await query(`CREATE TABLE ${table}_effects (key text, owner text)`, []);
    },
    /** Whose effects on a key there are. */
    async effects(key: string) {
      const text = `SELECT json_agg(owner) AS owners FROM ${table}_effects WHERE key = $1`;
      const [row] = getRows(await query(text, [key]));
      return typeof row === "object" && row !== null && "owners" in row ? (row.owners ?? []) : row;
    },
  };
}
