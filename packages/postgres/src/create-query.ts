import type { AbortableQuery, Pool, PostgresClient, PostgresJs, Query } from "./clients.ts";
import { Limiter } from "./limiter.ts";
import { listenToErrors, runOnPool } from "./run-on-pool.ts";

/**
 * Creates the function that runs the statements of the store.
 *
 * @param caller the function to name in an error message
 * @throws {TypeError} if the client is none of the known ones
 */
export function createQuery(client: PostgresClient | Query, caller: string): AbortableQuery {
  if (isPostgresJs(client)) {
    // It has no safe way to drop a statement that waits for a connection. So no more are sent than it has connections.
    const limiter = new Limiter(client.options?.max ?? Number.POSITIVE_INFINITY);
    return (text, values, getSignal) => limiter.run(() => client.unsafe(text, values), getSignal());
  }
  if (typeof client === "function") return client;
  if (isPool(client)) {
    listenToErrors(client);
    return (text, values, getSignal) => runOnPool(client, text, values, getSignal());
  }
  if (typeof client === "object" && client !== null && typeof client.query === "function")
    return (text, values) => client.query(text, values);
  throw new TypeError(
    `${caller}: the client is ${client === null ? "null" : typeof client}. Pass a pool of pg, the sql function of postgres, a PGlite, or a function that runs a statement and returns its rows.`,
  );
}

function isPostgresJs(client: PostgresClient | Query): client is PostgresJs {
  return typeof client === "function" && "unsafe" in client;
}

function isPool(client: PostgresClient | Query): client is Pool {
  return typeof client === "object" && client !== null && "totalCount" in client;
}
