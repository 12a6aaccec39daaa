import type { Claim } from "../delivery.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";

/**
 * A claim of a receiver, which knows its store, and the claim of the guard before it on the same request. In a WeakMap
 * of claims, that would be more work for the garbage collector than all the rest of a claim in memory.
 */
export class ClaimRecord implements Claim {
  readonly key: string;
  readonly owner: string = crypto.randomUUID();
  readonly retention: number;
  // Only declared: an absent field must not exist, not even as undefined.
  declare isRecorded?: boolean;
  readonly #store: IdempotencyStore;
  readonly #previous: object | undefined;

  constructor(key: string, retention: number, store: IdempotencyStore, previous: object | undefined) {
    this.key = key;
    this.retention = retention;
    this.#store = store;
    this.#previous = previous;
  }

  /** Finds a claim on a key in a store, from one guard of the request to the one before it. */
  static find(latest: object | undefined, key: string, store: IdempotencyStore): Claim | undefined {
    let claim = latest;
    while (claim instanceof ClaimRecord && (claim.key !== key || claim.#store !== store)) claim = claim.#previous;
    return claim instanceof ClaimRecord ? claim : undefined;
  }
}
