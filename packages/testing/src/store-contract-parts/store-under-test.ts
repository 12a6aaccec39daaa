import type { IdempotencyStore } from "@mynth-webhooks/core";

/** The store that `describeStore` tests, and its helpers. */
export interface ContractStore {
  /** The store under test. */
  readonly store: IdempotencyStore;
  /** Moves the store's clock forward. Without it, the suite waits that long. */
  readonly advance?: (milliseconds: number) => unknown;
  /** The same kind of store on a connection that always fails. Without it, the tests of failures are skipped. */
  readonly broken?: IdempotencyStore;
  /** Called once, after all tests. */
  readonly stop?: () => unknown;
}

/** In milliseconds: it does not expire during a test. */
export const long = 60_000;
/** In milliseconds: it expires at once. A busy machine is this slow, so no test may need it to be alive. */
export const short = 40;

/** The store as the parts of the suite use it. */
export class StoreUnderTest {
  readonly #made: () => ContractStore;

  constructor(made: () => ContractStore) {
    this.#made = made;
  }

  get store(): IdempotencyStore {
    return this.#made().store;
  }

  get broken(): IdempotencyStore | undefined {
    return this.#made().broken;
  }

  /** Waits until leases and retentions of `short` have expired. */
  async waitForExpiry(): Promise<void> {
    const time = short + 20;
    const { advance } = this.#made();
    await (advance ? advance(time) : new Promise((resolve) => setTimeout(resolve, time)));
  }
}

/** Creates a key that no other test or run uses. */
export function newKey(name = "key"): string {
  return `${name}:${crypto.randomUUID()}`;
}
