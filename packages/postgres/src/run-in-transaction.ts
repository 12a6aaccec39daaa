import type { LendingPool, PoolClient, Result } from "./clients.ts";
import { listenToErrors, useClient } from "./run-on-pool.ts";

/**
 * Runs work in a transaction, and commits it. If anything fails, it rolls back.
 *
 * @throws {Error} if the server rolled back, because a failed statement was ignored
 */
export async function runInTransaction<Client extends PoolClient, Value>(
  pool: LendingPool<Client>,
  work: (client: Client) => Promise<Value>,
): Promise<Value> {
  listenToErrors(pool);
  return useClient(pool, async (client, close) => {
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
