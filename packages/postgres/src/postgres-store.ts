import type { Claim, ClaimResult, IdempotencyStore, StoreCallOptions } from "@mynth-webhooks/core";
import { ClaimLostError } from "./claim-lost-error.ts";
import type { LendingPool, PoolClient, PostgresClient, Query, Values } from "./clients.ts";
import { createQuery } from "./create-query.ts";
import { createPurger } from "./purger.ts";
import { getAnswer, getRows } from "./query.ts";
import { retryOnSerializationFailure } from "./retry-on-serialization-failure.ts";
import { runInTransaction } from "./run-in-transaction.ts";
import { createStatements } from "./statements.ts";
import { defaultTable, quoteTable } from "./table-name.ts";

/** Options of `postgresStore`. */
export interface PostgresStoreOptions {
  /**
   * The table, with or without a schema. It is quoted, so it is case-sensitive.
   *
   * @default "mynth_webhook_claims"
   */
  readonly table?: string | undefined;
  /**
   * How often a claim also deletes expired rows, in seconds. `false` leaves that to your calls of `purge()`.
   *
   * @default 3600
   */
  readonly purgeInterval?: number | false | undefined;
}

/** An idempotency store that can also complete a delivery in the handler's transaction. */
export interface PostgresStore extends IdempotencyStore {
  /**
   * Records a delivery as done in your transaction, so that its effect and the record are committed together.
   * Until the commit the key is locked, and no other worker can claim it.
   *
   * @param client the client of your transaction, or a function that runs statements in it
   * @param claim `delivery.claim`
   * @param retention how long the record is kept, in milliseconds (by default as long as the receiver says)
   * @throws {ClaimLostError} if another worker took the delivery; let it roll back the transaction
   * @throws {TypeError} if there is no claim, because the receiver has no store
   *
   * @example
   * await sql.begin(async (tx) => {
   *   await store.completeWithin(tx, delivery.claim);
   *   await tx`INSERT INTO images (task) VALUES (${event.task.id})`;
   * });
   */
  completeWithin(client: PostgresClient | Query, claim: Claim | undefined, retention?: number): Promise<void>;

  /**
   * Begins a transaction on a connection of your pool, records the delivery as done, runs your work and commits. If
   * anything fails, it rolls back, and the next attempt is processed. A lost connection does not end the process.
   *
   * @param pool a pool of `pg`, best not the store's own
   * @param claim `delivery.claim`
   * @throws {ClaimLostError} if another worker took the delivery
   * @throws {TypeError} if there is no claim, because the receiver has no store
   *
   * @example
   * await store.completeInTransaction(pool, delivery.claim, async (client) => {
   *   await client.query("INSERT INTO images (task) VALUES ($1)", [event.task.id]);
   * });
   */
  completeInTransaction<Client extends PoolClient, Value>(
    pool: LendingPool<Client>,
    claim: Claim | undefined,
    work: (client: Client) => Promise<Value>,
  ): Promise<Value>;

  /** Deletes expired rows in batches, and returns their number. */
  purge(): Promise<number>;
}

/** How long one batch may take, in milliseconds. */
const purgeTimeout = 60_000;

/**
 * Creates an idempotency store in PostgreSQL, for any number of processes. Every call is one statement.
 *
 * @param client a pool of `pg`, the `sql` function of `postgres`, a PGlite, or a function that runs a statement. A pool
 * without an `error` listener gets one, because a restart of the server would end the process. Use a pool of the store's
 * own: if handlers have taken every connection, claims wait.
 * @throws {TypeError} if the client or an option is invalid
 *
 * @example
 * postgresStore(new Pool({ connectionString, max: 4 })); // pg
 * postgresStore(postgres(connectionString, { max: 4 })); // postgres
 */
export function postgresStore(
  client: PostgresClient | Query,
  { table = defaultTable, purgeInterval = 3600 }: PostgresStoreOptions = {},
): PostgresStore {
  const query = createQuery(client, "postgresStore");
  const statements = createStatements(quoteTable(table));
  const run = (statement: string, values: Values, options?: StoreCallOptions) =>
    retryOnSerializationFailure(async () => query(statement, values, () => options?.signal));
  const purger = createPurger(
    async (batch) =>
      Number(getAnswer(await run(statements.purge, [batch], { signal: AbortSignal.timeout(purgeTimeout) }))),
    purgeInterval,
  );

  async function completeWithin(
    client: PostgresClient | Query,
    claim: Claim | undefined,
    retention = claim?.retention,
  ): Promise<void> {
    if (!claim || retention === undefined) {
      throw new TypeError(
        "completeWithin: claim is undefined. Pass this store to mynthWebhook() as idempotency.store.",
      );
    }
    const transaction = createQuery(client, "completeWithin");
    // A serialization failure aborts the whole transaction, so only the handler can repeat it.
    const values = [claim.key, claim.owner, retention];
    const done = await transaction(statements.completeWithin, values, () => undefined);
    if (getRows(done).length === 0) throw new ClaimLostError(claim.key);
  }

  return {
    async claim(key, owner, lease, options) {
      const answer = getAnswer(await run(statements.claim, [key, owner, lease], options));
      if (!isClaimResult(answer)) {
        throw new TypeError(
          `postgresStore: your function returned "${answer}" for a claim. Return the client's rows unchanged.`,
        );
      }
      purger.purgeIfDue();
      return answer;
    },

    async complete(key, owner, retention, options) {
      return getRows(await run(statements.complete, [key, owner, retention], options)).length > 0;
    },

    async release(key, owner, options) {
      return getRows(await run(statements.release, [key, owner], options)).length > 0;
    },

    completeWithin,

    async completeInTransaction(pool, claim, work) {
      const value = await runInTransaction(pool, async (client) => {
        await completeWithin(client, claim);
        return work(client);
      });
      if (claim) claim.isRecorded = true;
      return value;
    },

    purge: () => purger.purge(),
  };
}

function isClaimResult(answer: unknown): answer is ClaimResult {
  return answer === "claimed" || answer === "in_progress" || answer === "done";
}
