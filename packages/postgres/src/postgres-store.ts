import type { Claim, ClaimResult, IdempotencyStore } from "@mynth-webhooks/core";
import { ClaimLostError } from "./claim-lost-error.ts";
import { getAnswer, getRows, type Query } from "./query.ts";
import { retryOnSerializationFailure } from "./retry-on-serialization-failure.ts";
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
}

/** An idempotency store that can also complete a delivery in the handler's transaction. */
export interface PostgresStore extends IdempotencyStore {
  /**
   * Records a delivery as done in your transaction, so that its effect and the record are committed together.
   * Until the commit the key is locked, and no other worker can claim it.
   *
   * @param query runs statements in your transaction
   * @param claim `delivery.claim`
   * @param retention how long the record is kept, in milliseconds (7 days by default, or the receiver's if that is longer)
   * @throws {ClaimLostError} if another worker took the delivery; let it roll back the transaction
   * @throws {TypeError} if there is no claim, because the receiver has no store
   *
   * @example
   * await sql.begin(async (tx) => {
   *   await store.completeWithin((text, values) => tx.unsafe(text, values), delivery.claim);
   *   await tx`INSERT INTO images (task) VALUES (${event.task.id})`;
   * });
   */
  completeWithin(query: Query, claim: Claim | undefined, retention?: number): Promise<void>;

  /** Deletes expired rows and returns their number. Call it once a day, because nothing else deletes them. */
  purge(): Promise<number>;
}

/** In milliseconds: 7 days. */
const defaultRetention = 7 * 24 * 3600 * 1000;

/**
 * Creates an idempotency store in PostgreSQL, for any number of processes. Every call is one statement.
 *
 * @throws {TypeError} if the function or the table is invalid
 *
 * @example
 * postgresStore((text, values) => pool.query(text, values)); // pg
 * postgresStore((text, values) => sql.unsafe(text, values)); // postgres
 */
export function postgresStore(query: Query, { table = defaultTable }: PostgresStoreOptions = {}): PostgresStore {
  if (typeof query !== "function") {
    throw new TypeError(
      `postgresStore: the first argument is ${query === null ? "null" : typeof query}. Pass a function that runs a statement: (text, values) => pool.query(text, values).`,
    );
  }
  const statements = createStatements(quoteTable(table));
  const run = (statement: string, values: (string | number)[]) =>
    retryOnSerializationFailure(async () => query(statement, values));

  return {
    async claim(key, owner, lease) {
      const answer = getAnswer(await run(statements.claim, [key, owner, lease]));
      if (!isClaimResult(answer)) {
        throw new TypeError(
          `postgresStore: your function returned "${answer}" for a claim. Return the client's rows unchanged.`,
        );
      }
      return answer;
    },

    async complete(key, owner, retention) {
      return getRows(await run(statements.complete, [key, owner, retention])).length > 0;
    },

    async release(key, owner) {
      return getRows(await run(statements.release, [key, owner])).length > 0;
    },

    async completeWithin(transaction, claim, retention = defaultRetention) {
      if (!claim) {
        throw new TypeError(
          "completeWithin: claim is undefined. Pass this store to mynthWebhook() as idempotency.store.",
        );
      }
      // A serialization failure aborts the whole transaction, so only the handler can repeat it.
      const done = await transaction(statements.complete, [claim.key, claim.owner, retention]);
      if (getRows(done).length === 0) throw new ClaimLostError(claim.key);
    },

    async purge() {
      return Number(getAnswer(await run(statements.purge, [])));
    },
  };
}

function isClaimResult(answer: unknown): answer is ClaimResult {
  return answer === "claimed" || answer === "in_progress" || answer === "done";
}
