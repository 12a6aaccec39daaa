import type { IdempotencyStore } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest } from "./store-under-test.ts";

const calls: Record<string, (store: IdempotencyStore) => Promise<unknown>> = {
  claim: (store) => store.claim(newKey(), "a", long),
  complete: (store) => store.complete(newKey(), "a", long),
  release: (store) => store.release(newKey(), "a"),
};

/** A store that fails must not be taken for one that says no, or yes. */
export function testFaults(underTest: StoreUnderTest): void {
  test.for(Object.entries(calls))("%s rejects when the store cannot be reached", async ([, call], context) => {
    const { broken } = underTest;
    if (!broken) return context.skip("describeStore was given no broken store");
    let answer: Promise<unknown> | undefined;
    expect(() => {
      answer = call(broken);
    }).not.toThrow();
    await expect(answer).rejects.toThrow();
  });
}
