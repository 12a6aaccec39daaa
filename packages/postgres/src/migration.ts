import { defaultTable, quoteTable } from "./table-name.ts";

/**
 * Returns the statements that create the table and its index under another name.
 *
 * @throws {TypeError} if the name is invalid
 *
 * @example
 * await pool.query(migrationFor("app.claims"));
 */
export function migrationFor(table: string): string {
  const name = `${table.split(".").at(-1)}`.slice(0, 50);
  return `CREATE TABLE IF NOT EXISTS ${quoteTable(table)} (
  key text COLLATE "C" PRIMARY KEY,
  owner text NOT NULL,
  done boolean NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS "${name}_expires_at" ON ${quoteTable(table)} (expires_at);
`;
}

/** The statements that create the table `mynth_webhook_claims` and its index, also in the file `migration.sql`. */
export const migration: string = migrationFor(defaultTable);
