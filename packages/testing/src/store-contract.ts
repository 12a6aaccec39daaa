/**
 * The contract of every idempotency store, as a Vitest suite.
 *
 * @module @mynth-webhooks/testing/store-contract
 */

import { afterAll, beforeAll, describe } from "vitest";
import { testContenders } from "./store-contract-parts/contenders.ts";
import { testFaults } from "./store-contract-parts/faults.ts";
import { testKeys } from "./store-contract-parts/keys.ts";
import { testLeases } from "./store-contract-parts/leases.ts";
import { type ContractStore, StoreUnderTest } from "./store-contract-parts/store-under-test.ts";
import { testTransitions } from "./store-contract-parts/transitions.ts";

export type { ContractStore } from "./store-contract-parts/store-under-test.ts";

/**
 * Tests the behavior that every store must have. `makeStore` is called once.
 * Every test uses its own keys, so the store does not have to be empty.
 *
 * @example
 * describeStore("my store", () => ({ store: myStore(connection), broken: myStore(unreachable) }));
 */
export function describeStore(name: string, makeStore: () => ContractStore | Promise<ContractStore>): void {
  describe(name, () => {
    let made: ContractStore | undefined;
    beforeAll(async () => {
      made = await makeStore();
    });
    afterAll(() => made?.stop?.());
    const underTest = new StoreUnderTest(() => {
      if (!made) throw new Error("describeStore: the store exists only after beforeAll(). Use it inside a test.");
      return made;
    });

    testTransitions(underTest);
    testLeases(underTest);
    testContenders(underTest);
    testKeys(underTest);
    testFaults(underTest);
  });
}
