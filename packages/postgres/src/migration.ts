import { defaultTable, quoteTable } from "./table-name.ts";

/**
 * Returns the statement that creates the table under another name.
 *
 * @throws {TypeError} if the name is invalid
 *
 * @example
 * await pool.query(migrationFor("app.claims"));
 */
export function migrationFor(table: string): string {
  // No index on expires_at: every delivery would write it twice, and only purge() would read it.
  return `CREATE TABLE IF NOT EXISTS ${quoteTable(table)} (
  key text COLLATE "C" PRIMARY KEY,
  owner text NOT NULL,
  done boolean NOT NULL,
  expires_at timestamptz NOT NULL
);
`;
}

/** The statement that creates the table `mynth_webhook_claims`, also in the file `migration.sql`. */
export const migration: string = migrationFor(defaultTable);
