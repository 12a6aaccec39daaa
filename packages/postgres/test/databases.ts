import { PGlite } from "@electric-sql/pglite";
import { Pool } from "pg";
import postgres from "postgres";
import type { PostgresClient, Query } from "../src/index.ts";

/** A database through one client, used as in the README. */
export interface Database {
  readonly client: PostgresClient;
  readonly query: Query;
  readonly transaction: (work: (query: Query) => Promise<void>) => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/** Connects with `pg`, with a default isolation level for every transaction. */
export function overPg(url: string, isolation = "read committed"): Database {
  const options = `-c default_transaction_isolation=${isolation.replace(" ", "\\ ")}`;
  const pool = new Pool({ connectionString: url, options });
  return {
    client: pool,
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
    stop: () => pool.end(),
  };
}

/** Connects with `postgres`. */
export function overPostgresJs(url: string): Database {
  const sql = postgres(url, { onnotice: () => {} });
  return {
    client: sql,
    query: (text, values) => sql.unsafe(text, values),
    transaction: (work) => sql.begin((tx) => work((text, values) => tx.unsafe(text, values))),
    stop: () => sql.end(),
  };
}

/** Starts PGlite in this process. */
export function overPGlite(): Database {
  const db = new PGlite();
  return {
    client: db,
    // Only exec() takes several statements, as the migration has.
    query: (text, values) =>
      values.length > 0 ? db.query(text, values) : db.exec(text).then(([first]) => first ?? []),
    transaction: (work) => db.transaction((tx) => work((text, values) => tx.query(text, values))),
    stop: () => db.close(),
  };
}

/** Fails like a client without a server. */
export const brokenQuery: Query = () => {
  throw new Error("ECONNREFUSED");
};
