/**
 * What a store says of a key: `"claimed"`, the caller may handle it; `"in_progress"`, somebody is at it now;
 * `"done"`, it was handled and need not be again.
 */
export type ClaimResult = "claimed" | "in_progress" | "done";

/**
 * Keeps what has been handled, so that a delivery that comes twice is handled once. `owner` is a token of one claim, used
 * for no other: a slow worker can neither finish nor free what somebody else has taken over.
 *
 * Every call that cannot be carried out rejects; none throws. `describeStore` of `@mynth-webhooks/testing/store-contract`
 * holds a store to all of this.
 */
export interface IdempotencyStore {
  /**
   * Asks for the key, in one atomic step: of any number that ask at the same moment, one gets `"claimed"`. The claim is a
   * lease: without `complete` or `release` it ends by itself.
   *
   * @param lease whole milliseconds, 1 or more
   */
  claim(key: string, owner: string, lease: number): Promise<ClaimResult>;

  /**
   * Marks the key as done. An owner whose lease has ended may still do so while nobody else has the key: its work is
   * done, and to refuse the mark could only have it done again. Done again by the same owner (an answer may get lost), it
   * is `true` again and the longer retention stands.
   *
   * @param retention how long the mark is kept, in whole milliseconds, 1 or more
   * @returns `false`, and nothing changes, if the key is another's: claimed by it, or done by it
   */
  complete(key: string, owner: string, retention: number): Promise<boolean>;

  /**
   * Gives the claim back, so that the next to ask gets the key. What is done stays done.
   *
   * @returns `false`, and nothing changes, if there is no live claim of this owner
   */
  release(key: string, owner: string): Promise<boolean>;
}
