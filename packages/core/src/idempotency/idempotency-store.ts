/**
 * The result of a claim: `"claimed"` (process the event), `"in_progress"` (another claim is live) or `"done"` (already
 * processed).
 */
export type ClaimResult = "claimed" | "in_progress" | "done";

/** What a receiver passes with every call of a store. */
export interface StoreCallOptions {
  /**
   * Aborted when the receiver no longer waits. A store that has not sent its command yet should drop it, and reject with
   * `signal.reason`. It is created on first read, because most stores need none.
   */
  readonly signal: AbortSignal;
}

/**
 * Records processed events, so that an event is processed once even if it is delivered several times.
 *
 * @remarks `owner` is unique to one claim. Every method can be repeated by the same owner, because its first answer may
 * be lost. Methods reject if the store fails. An answer without a promise, as a store in JavaScript may return, is taken
 * at once. `describeStore` of `@mynth-webhooks/testing/store-contract` tests a store.
 */
export interface IdempotencyStore {
  /**
   * Claims the key in one atomic step: of any number of concurrent owners, one gets `"claimed"`. Without `complete` or
   * `release`, the claim expires. A repeated call of the owner returns `"claimed"` again, and its lease starts again:
   * receivers renew leases with it.
   *
   * @param key at most 512 characters, without control characters and lone surrogates; longer keys come as a hash
   * @param lease how long the claim lasts, in whole milliseconds, 1 or more
   */
  claim(key: string, owner: string, lease: number, options?: StoreCallOptions): Promise<ClaimResult>;

  /**
   * Records the key as done, even after the lease has expired or another owner has claimed the key: the event was
   * processed. A repeated call of the same owner returns `true` again, and the longer retention applies.
   *
   * @param retention how long the record is kept, in whole milliseconds, 1 or more
   * @returns `false`, without a change, if another owner has completed the key
   */
  complete(key: string, owner: string, retention: number, options?: StoreCallOptions): Promise<boolean>;

  /**
   * Releases the claim, so that the next caller gets the key. A key that is done stays done.
   *
   * @returns `false`, without a change, if this owner has no live claim
   */
  release(key: string, owner: string, options?: StoreCallOptions): Promise<boolean>;
}
