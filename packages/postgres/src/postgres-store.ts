import type { Claim, ClaimResult, IdempotencyStore } from "@mynth-webhooks/core";
import { ClaimLostError } from "./claim-lost-error.ts";
import { getAnswer, getRows, type Query } from "./query.ts";
import { retryOnSerializationFailure } from "./retry-on-serialization-failure.ts";
import { statements } from "./statements.ts";
import { storedKey } from "./stored-key.ts";
import { defaultTable, quoteTable } from "./table-name.ts";

/** Where in the database the store keeps its claims. */
export interface PostgresStoreOptions {
  /** The table, with or without its schema; quoted, so case counts. Default `"mynth_webhook_claims"`. */
  readonly table?: string;
}

/** A store that can mark a delivery as done in a transaction of the handler's. */
export interface PostgresStore extends IdempotencyStore {
  /**
   * Marks a delivery as done inside a transaction of yours, so that its effect and its mark are committed together or not
   * at all. Until then the key is locked and cannot be taken over. The receiver's own `complete` changes nothing after.
   *
   * @param query runs statements in that transaction
   * @param claim `delivery.claim`
   * @param retention how long the mark is kept, in milliseconds. Default 7 days; the receiver's own stands if it is longer
   * @throws {ClaimLostError} if another worker has taken the delivery over: let it roll the transaction back
   * @throws {TypeError} if there is no claim, which is so when the receiver was given no store
   *
   * @example
   * await sql.begin(async (tx) => {
   *   await store.completeWithin((text, values) => tx.unsafe(text, values), delivery.claim);
   *   await tx`INSERT INTO images (task) VALUES (${event.task.id})`;
   * });
   */
  completeWithin(query: Query, claim: Claim | undefined, retention?: number): Promise<void>;

  /** Deletes what has ended, which nothing else does, and says how many rows that were. Once a day is often enough. */
  purge(): Promise<number>;
}

const week = 7 * 24 * 3600 * 1000;

/**
 * A store in PostgreSQL, for any number of processes. Every call is one statement; all times are the database's.
 *
 * @throws {TypeError} on a function or a table that cannot be meant
 *
 * @example
 * postgresStore((text, values) => pool.query(text, values)); // pg
 * postgresStore((text, values) => sql.unsafe(text, values)); // postgres
 */
export function postgresStore(query: Query, { table = defaultTable }: PostgresStoreOptions = {}): PostgresStore {
  if (typeof query !== "function") {
    throw new TypeError(
      "postgresStore takes a function that runs a statement: (text, values) => pool.query(text, values).",
    );
  }
  const text = statements(quoteTable(table));
  const run = (statement: string, values: (string | number)[]) =>
    retryOnSerializationFailure(async () => query(statement, values));

  return {
    async claim(key, owner, lease) {
      const answer = getAnswer(await run(text.claim, [await storedKey(key), owner, lease]));
      if (!isClaim(answer)) throw new TypeError(`The database answered "${answer}" to a claim.`);
      return answer;
    },

    async complete(key, owner, retention) {
      return getRows(await run(text.complete, [await storedKey(key), owner, retention])).length > 0;
    },

    async release(key, owner) {
      return getRows(await run(text.release, [await storedKey(key), owner])).length > 0;
    },

    async completeWithin(transaction, claim, retention = week) {
      if (!claim) throw new TypeError("completeWithin: there is no claim. Give mynthWebhook() this store.");
      // Not repeated on a serialization failure: that ends the whole transaction, which is not ours to begin again.
      const done = await transaction(text.complete, [await storedKey(claim.key), claim.owner, retention]);
      if (getRows(done).length === 0) throw new ClaimLostError(claim.key);
    },

    async purge() {
      return Number(getAnswer(await run(text.purge, [])));
    },
  };
}

function isClaim(answer: unknown): answer is ClaimResult {
  return answer === "claimed" || answer === "in_progress" || answer === "done";
}
