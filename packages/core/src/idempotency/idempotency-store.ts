/**
 * The result of a claim: `"claimed"` (process the event), `"in_progress"` (another claim is live) or `"done"` (already
 * processed).
 */
export type ClaimResult = "claimed" | "in_progress" | "done";

/**
 * Records processed events, so that an event is processed once even if it is delivered several times.
 *
 * @remarks `owner` is unique to one claim: a slow worker cannot complete or release a claim that another worker took
 * over. Methods reject, and never throw. `describeStore` of `@mynth-webhooks/testing/store-contract` tests a store.
 */
export interface IdempotencyStore {
  /**
   * Claims the key in one atomic step: of any number of concurrent calls, one gets `"claimed"`. Without `complete` or
   * `release`, the claim expires.
   *
   * @param key at most 512 characters, without control characters and lone surrogates; longer keys come as a hash
   * @param lease how long the claim lasts, in whole milliseconds, 1 or more
   */
  claim(key: string, owner: string, lease: number): Promise<ClaimResult>;

  /**
   * Records the key as done, even after the lease has expired, unless another owner has the key. A repeated call of the
   * same owner returns `true` again, and the longer retention applies.
   *
   * @param retention how long the record is kept, in whole milliseconds, 1 or more
   * @returns `false`, without a change, if another owner has claimed or completed the key
   */
  complete(key: string, owner: string, retention: number): Promise<boolean>;

  /**
   * Releases the claim, so that the next caller gets the key. A key that is done stays done.
   *
   * @returns `false`, without a change, if this owner has no live claim
   */
  release(key: string, owner: string): Promise<boolean>;
}
