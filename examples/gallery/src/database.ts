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
  const reportError = (error: Error) => console.error(error.message);
  // The pool replaces an idle connection that breaks. Without a listener the error would end the process.
  pool.on("error", reportError);
  await pool.query(migration + tables);
  return {
    query: (text, values) => pool.query(text, values),
    transaction: async (work) => {
      const client = await pool.connect();
      // The pool listens only to idle connections.
      client.on("error", reportError);
      try {
        await client.query("BEGIN");
        await work((text, values) => client.query(text, values));
        await client.query("COMMIT");
      } catch (error) {
        // PostgreSQL rolls back by itself if the connection is broken.
        await client.query("ROLLBACK").catch(reportError);
        throw error;
      } finally {
        client.off("error", reportError);
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
