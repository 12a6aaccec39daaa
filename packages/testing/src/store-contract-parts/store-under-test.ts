import type { IdempotencyStore } from "@mynth-webhooks/core";

/** What `describeStore` needs. */
export interface ContractStore {
  /** The store to be tested. */
  readonly store: IdempotencyStore;
  /** Moves the store's clock on, in milliseconds. Without it, the suite waits that long. */
  readonly advance?: (milliseconds: number) => unknown;
  /** The same kind of store, over something that always fails. Without it, the tests of failures are skipped. */
  readonly broken?: IdempotencyStore;
  /** Called once, at the end. */
  readonly stop?: () => unknown;
}

/** Long enough for no test to see the end of. In milliseconds. */
export const long = 60_000;
/** Short enough to be waited for. What depends on a lease being alive must not use it: a busy machine may take as long. */
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

  /** Returns when whatever was to last for `short` has ended. */
  async letEnd(): Promise<void> {
    const time = short + 20;
    const { advance } = this.#made();
    await (advance ? advance(time) : new Promise((resolve) => setTimeout(resolve, time)));
  }
}

/** A key of this test's alone, on every run against the same store. */
export function newKey(name = "key"): string {
  return `${name}:${crypto.randomUUID()}`;
}
