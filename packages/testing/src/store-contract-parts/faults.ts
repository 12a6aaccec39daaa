import type { IdempotencyStore } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest } from "./store-under-test.ts";

const calls: Record<string, (store: IdempotencyStore) => Promise<unknown>> = {
  claim: (store) => store.claim(newKey(), "a", long),
  complete: (store) => store.complete(newKey(), "a", long),
  release: (store) => store.release(newKey(), "a"),
};

/** Tests that a failing store rejects, because `false` would be an answer. */
export function testFaults(underTest: StoreUnderTest): void {
  test.for(Object.entries(calls))("%s() rejects when the store is unreachable", async ([, call], context) => {
    const { broken } = underTest;
    if (!broken) return context.skip("describeStore: pass a broken store to run this test");
    let answer: Promise<unknown> | undefined;
    expect(() => {
      answer = call(broken);
    }).not.toThrow();
    await expect(answer).rejects.toThrow();
  });
}
