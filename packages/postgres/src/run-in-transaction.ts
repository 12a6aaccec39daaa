import type { Pool, PoolClient, Result } from "./clients.ts";
import { listenToErrors, useClient } from "./run-on-pool.ts";

/** A pool of `pg`, with the type of its clients. */
export interface TransactionPool<Client> extends Pick<Pool, "on" | "listenerCount"> {
  /** Lends a client. */
  connect(): Promise<Client>;
  /** Pools have this signature too, and TypeScript infers `Client` only if all signatures are here. */
  connect(callback: (...args: never[]) => void): void;
}

/**
 * Runs work in a transaction, and commits it. If anything fails, it rolls back.
 *
 * @throws {Error} if the server rolled back, because a failed statement was ignored
 */
export async function runInTransaction<Client extends PoolClient, Value>(
  pool: TransactionPool<Client>,
  work: (client: Client) => Promise<Value>,
): Promise<Value> {
  listenToErrors(pool);
  const client = await pool.connect();
  return useClient(client, async (close) => {
    try {
      await client.query("BEGIN", []);
      const value = await work(client);
      assertCommitted(await client.query("COMMIT", []));
      return value;
    } catch (error) {
      // If the connection is lost, the server rolls back by itself.
      await client.query("ROLLBACK", []).then(undefined, close);
      throw error;
    }
  });
}

/** PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and without an error. */
function assertCommitted(result: Result): void {
  if ("command" in result && result.command === "ROLLBACK")
    throw new Error("completeInTransaction: a statement failed and its error was ignored, so nothing was committed.");
}
