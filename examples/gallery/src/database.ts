import { mkdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { migration } from "@mynth-webhooks/postgres";
import { Pool } from "pg";
import { tables } from "./tables.ts";

/** Runs one statement, whose values belong to `$1`, `$2` and so on. */
export type Query = (text: string, values?: (string | number | null)[]) => Promise<{ readonly rows: unknown[] }>;

/** PostgreSQL, wherever it is. */
export interface Database {
  readonly query: Query;
  /** Commits what `work` did, or nothing of it if it throws. */
  transaction(work: (query: Query) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL inside this process: in a folder, or in memory where none is given. For one process at a time. */
export async function embeddedDatabase(folder?: string): Promise<Database> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const db = await PGlite.create(folder);
  await db.exec(migration + tables);
  return {
    query: (text, values) => db.query(text, values),
    transaction: (work) => db.transaction((tx) => work((text, values) => tx.query(text, values))),
    close: () => db.close(),
  };
}

/** A PostgreSQL server. */
export async function databaseAt(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => console.error(error.message));
  await pool.query(migration + tables);
  return {
    query: (text, values) => pool.query(text, values),
    transaction: async (work) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await work((text, values) => client.query(text, values));
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
