import { defaultTable, quoteTable } from "./table-name.ts";

/**
 * The statement that makes the table of another name than the default.
 *
 * @throws {TypeError} on a name `postgresStore` would not take either
 *
 * @example
 * await pool.query(migrationFor("app.claims"));
 */
export function migrationFor(table: string): string {
  // No index on expires_at: it would be written twice a delivery, and only purge() would ever read it.
  return `CREATE TABLE IF NOT EXISTS ${quoteTable(table)} (
  key text COLLATE "C" PRIMARY KEY,
  owner text NOT NULL,
  done boolean NOT NULL,
  expires_at timestamptz NOT NULL
);
`;
}

/** The statement that makes the table `mynth_webhook_claims`; the package holds it as `migration.sql` too. */
export const migration: string = migrationFor(defaultTable);
