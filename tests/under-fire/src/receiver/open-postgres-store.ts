import { postgresStore } from "@mynth-webhooks/postgres";
import pg from "pg";
import postgres from "postgres";
import type { OpenDatabase } from "./opened.ts";
import type { PostgresClient, ReceiverSettings } from "./settings.ts";

type PoolSettings = Pick<ReceiverSettings, "url" | "poolSize" | "sharesPool">;

/** The size of a pool of the store's own, as the guide recommends. */
const storePoolSize = 4;

const open: Record<PostgresClient, (settings: PoolSettings) => OpenDatabase> = {
  pg: ({ url, poolSize, sharesPool }) => {
    const pool = new pg.Pool({ connectionString: url, max: poolSize });
    const storePool = sharesPool ? pool : new pg.Pool({ connectionString: url, max: storePoolSize });
    const store = postgresStore(storePool);
    return {
      store,
      query: (text, values) => pool.query(text, values),
      inTransaction: (claim, work) =>
        store.completeInTransaction(pool, claim, (client) => work((text, values) => client.query(text, values))),
      close: () => Promise.all([...new Set([pool, storePool])].map((each) => each.end())),
    };
  },

  postgres: ({ url, poolSize, sharesPool }) => {
    // Its prepared statements need a connection of their own, which a pooler in transaction mode does not give.
    const sql = postgres(url, { max: poolSize, prepare: false });
    const storeSql = sharesPool ? sql : postgres(url, { max: storePoolSize, prepare: false });
    const store = postgresStore(storeSql);
    return {
      store,
      query: (text, values) => sql.unsafe(text, values),
      async inTransaction(claim, work) {
        await sql.begin(async (transaction) => {
          await store.completeWithin(transaction, claim);
          await work((text, values) => transaction.unsafe(text, values));
        });
      },
      close: () => Promise.all([...new Set([sql, storeSql])].map((each) => each.end())),
    };
  },
};

/** Opens a store in PostgreSQL, in a pool of its own or in the application's. */
export function openPostgresStore(client: PostgresClient, settings: PoolSettings): OpenDatabase {
  return open[client](settings);
}
