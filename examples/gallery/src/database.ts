import { mkdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { migration } from "@mynth-webhooks/postgres";
import { Pool } from "pg";
import { tables } from "./tables.ts";

/** Runs one statement with the parameters `$1`, `$2` and so on. */
export type Query = (text: string, values?: (string | number | null)[]) => Promise<{ readonly rows: unknown[] }>;

/** A PostgreSQL database, embedded or on a server. */
export interface Database {
  readonly query: Query;
  /** Runs `work` in a transaction, which is rolled back if it throws. */
  transaction(work: (query: Query) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Opens PostgreSQL inside this process, in a folder or in memory. Only one process may use the folder. */
export async function openEmbeddedDatabase(folder?: string): Promise<Database> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const db = await PGlite.create(folder);
  await db.exec(migration + tables);
  return {
    query: (text, values) => db.query(text, values),
    transaction: (work) => db.transaction((tx) => work((text, values) => tx.query(text, values))),
    close: () => db.close(),
  };
}

/** Connects to a PostgreSQL server. */
export async function openDatabase(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url });
  // The pool replaces an idle connection that breaks. Without a listener the error would end the process.
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
