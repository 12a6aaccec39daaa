import { afterEach, expect, test, vi } from "vitest";
import { createReceiver, type IdempotencyStore } from "../src/index.ts";
import {
  answerInTurn,
  assertDelivered,
  createAnswer,
  createStore,
  createTestReceiver,
  down,
  rejectAsDown,
  useFakeTime,
} from "./idempotency-kit.ts";

afterEach(() => void vi.useRealTimers());

/** Settles one delivery, and returns the receiver's drain() and whether it has resolved. */
async function settleAndDrain(methods: Partial<IdempotencyStore>, status = 200) {
  useFakeTime();
  const { store, getMethods } = createStore(methods);
  const { receive, receiver } = createTestReceiver({ store }, { onStoreError: () => {} });
  const { settle } = assertDelivered(await receive());
  void settle(status);
  const onDrained = vi.fn();
  void receiver.drain().then(onDrained);
  const isDrained = () => onDrained.mock.calls.length > 0;
  return { isDrained, getMethods };
}

test("drain() resolves at once without a store, without deliveries, and while a handler runs", async () => {
  await createReceiver("wbs_drain_test").drain();
  const { receive, receiver } = createTestReceiver({ store: createStore().store });
  await receiver.drain();
  const { settle } = assertDelivered(await receive());
  await receiver.drain();
  await settle(200);
  await receiver.drain();
});

test.each([200, 500])("drain() waits for the result of a response with status %i", async (status) => {
  const { ask, answer } = createAnswer<boolean>();
  const { isDrained } = await settleAndDrain({ complete: ask, release: ask }, status);
  await vi.advanceTimersByTimeAsync(1000);
  expect(isDrained()).toBe(false);
  answer(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(isDrained()).toBe(true);
});

test("drain() waits for results that are repeated", async () => {
  const { isDrained, getMethods } = await settleAndDrain({ complete: answerInTurn(down, down, true) });
  await vi.advanceTimersByTimeAsync(40);
  expect(isDrained()).toBe(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect(isDrained()).toBe(true);
  expect(getMethods()).toEqual(["claim", "complete", "complete", "complete"]);
});

test.each<{ what: string; complete: IdempotencyStore["complete"] }>([
  { what: "rejects", complete: rejectAsDown },
  { what: "never answers", complete: () => new Promise(() => {}) },
])("drain() resolves soon after the lease has ended if the store $what", async ({ complete }) => {
  const { isDrained } = await settleAndDrain({ complete });
  await vi.advanceTimersByTimeAsync(50_000);
  expect(isDrained()).toBe(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(isDrained()).toBe(true);
});
