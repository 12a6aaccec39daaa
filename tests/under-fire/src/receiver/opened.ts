import type { Claim, IdempotencyStore } from "@mynth-webhooks/core";

/** Runs a statement of the application. */
export type RunQuery = (text: string, values?: (string | number)[]) => PromiseLike<unknown>;

/** A store with its connections. */
export interface OpenStore {
  readonly store: IdempotencyStore;
  close(): Promise<unknown>;
}

/** A store in the application's database. */
export interface OpenDatabase extends OpenStore {
  readonly query: RunQuery;
  /** Records the event and runs `work` in one transaction. */
  inTransaction(claim: Claim | undefined, work: (query: RunQuery) => Promise<void>): Promise<void>;
}
