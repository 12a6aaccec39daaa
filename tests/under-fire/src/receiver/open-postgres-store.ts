import { postgresStore } from "@mynth-webhooks/postgres";
import pg from "pg";
import postgres from "postgres";
import type { OpenDatabase } from "./opened.ts";
import type { PostgresClient, ReceiverSettings } from "./settings.ts";

type PoolSettings = Pick<ReceiverSettings, "url" | "poolSize">;

const open: Record<PostgresClient, (settings: PoolSettings) => OpenDatabase> = {
  pg: ({ url, poolSize }) => {
    const pool = new pg.Pool({ connectionString: url, max: poolSize });
    const store = postgresStore((text, values) => pool.query(text, values));
    return {
      store,
      query: (text, values) => pool.query(text, values),
      async inTransaction(claim, work) {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          await store.completeWithin((text, values) => client.query(text, values), claim);
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
  },

  postgres: ({ url, poolSize }) => {
    // Its prepared statements need a connection of their own, which a pooler in transaction mode does not give.
    const sql = postgres(url, { max: poolSize, prepare: false });
    const store = postgresStore((text, values) => sql.unsafe(text, values));
    return {
      store,
      query: (text, values) => sql.unsafe(text, values),
      async inTransaction(claim, work) {
        await sql.begin(async (transaction) => {
          await store.completeWithin((text, values) => transaction.unsafe(text, values), claim);
          await work((text, values) => transaction.unsafe(text, values));
        });
      },
      close: () => sql.end(),
    };
  },
};

/** Opens a store in PostgreSQL, in the application's own pool. */
export function openPostgresStore(client: PostgresClient, settings: PoolSettings): OpenDatabase {
  return open[client](settings);
}
