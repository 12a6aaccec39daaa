import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type IdempotencyStore, StoreError, type StoreErrorCode, storeErrorCodes } from "../src/index.ts";
import {
  answerInTurn,
  assertDelivered,
  createAnswer,
  createStore,
  createTestReceiver,
  deliver,
  down,
  eventKey,
  type Idempotency,
  nextTurn,
  rejectAsDown,
  useFakeTime,
} from "./idempotency-kit.ts";

const log = vi.spyOn(console, "error");
const onUnhandled = vi.fn();
beforeEach(() => {
  log.mockReset().mockImplementation(() => {});
  onUnhandled.mockReset();
  process.on("unhandledRejection", onUnhandled);
});
afterEach(() => {
  process.off("unhandledRejection", onUnhandled);
  vi.useRealTimers();
});

/** The statuses of a success and of a failure, and the method that each calls. */
const results = [
  { status: 200, method: "complete", code: "not_recorded" },
  { status: 500, method: "release", code: "not_released" },
] as const;

describe("settling a claim", () => {
  test.each([
    { status: 100, method: "release" },
    { status: 199, method: "release" },
    { status: 200, method: "complete" },
    { status: 299, method: "complete" },
    { status: 300, method: "release" },
    { status: 500, method: "release" },
  ])("with status $status calls $method with the key and owner of the claim", async ({ status, method }) => {
    const { store, calls } = createStore();
    const { delivery, settle } = await deliver({ store, lease: 7, retention: 90 });
    await settle(status);
    const owner = delivery.claim?.owner;
    expect(owner).toMatch(/^[0-9a-f-]{36}$/);
    expect(calls).toEqual([
      ["claim", eventKey, owner, 7000],
      method === "complete" ? ["complete", eventKey, owner, 90_000] : ["release", eventKey, owner],
    ]);
    expect(delivery.claim).toEqual({ key: eventKey, owner, retention: 90_000 });
  });

  test.each([
    { first: 200, second: 500, method: "complete" },
    { first: 500, second: 200, method: "release" },
  ])("with $first and then with $second calls $method once", async ({ first, second, method }) => {
    const { store, getMethods } = createStore();
    const { settle } = await deliver({ store });
    await Promise.all([settle(first), settle(second)]);
    await settle(second);
    expect(getMethods()).toEqual(["claim", method]);
  });

  test("records nothing if a transaction of the handler has recorded the event", async () => {
    const { store, getMethods } = createStore();
    const { delivery, settle } = await deliver({ store });
    if (delivery.claim) delivery.claim.isRecorded = true;
    await settle(200);
    expect(getMethods()).toEqual(["claim"]);
  });

  test.each([
    { what: "the defaults", options: {}, lease: 60_000, retention: 604_800_000 },
    { what: "whole seconds", options: { lease: 90, retention: 3600 }, lease: 90_000, retention: 3_600_000 },
    { what: "fractions", options: { lease: 1.2344, retention: 0.0016 }, lease: 1234, retention: 2 },
    { what: "less than a millisecond", options: { lease: 0.0001, retention: 0.0001 }, lease: 1, retention: 1 },
  ])("passes whole milliseconds, 1 or more, to the store: $what", async ({ options, lease, retention }) => {
    const { store, calls } = createStore();
    await (await deliver({ store, ...options })).settle(200);
    expect(calls.map(([method, , , milliseconds]) => [method, milliseconds])).toEqual([
      ["claim", lease],
      ["complete", retention],
    ]);
  });

  test.each([
    { what: "complete returns true", status: 200, methods: {} },
    { what: "release returns true", status: 500, methods: {} },
    { what: "release returns false", status: 500, methods: { release: async () => false } },
  ])("reports nothing if $what", async ({ status, methods }) => {
    const { store } = createStore(methods);
    const onStoreError = vi.fn();
    await (await deliver({ store }, { onStoreError })).settle(status);
    expect(onStoreError).not.toHaveBeenCalled();
  });

  test("reports processed_twice if another owner has completed the event", async () => {
    const { store } = createStore({ complete: async () => false });
    const onStoreError = vi.fn();
    const { settle, delivery } = await deliver({ store }, { onStoreError });
    await settle(200);
    expect(onStoreError.mock.calls).toEqual([[expect.any(StoreError), delivery]]);
    expect(onStoreError.mock.calls[0]?.[0]).toMatchObject({ code: "processed_twice" });
  });
});

describe("a result that the store does not take", () => {
  /** Settles with a store that fails the first times. */
  async function settleWith(status: number, failures: number, options: Partial<Idempotency> = {}) {
    useFakeTime();
    const answer = answerInTurn(...Array<Error>(failures).fill(down), true);
    const { store, getMethods } = createStore({ complete: answer, release: answer });
    const onStoreError = vi.fn();
    const { receive, receiver } = createTestReceiver({ store, ...options }, { onStoreError });
    const { settle, delivery } = assertDelivered(await receive());
    await settle(status);
    return { delivery, receiver, onStoreError, methods: () => getMethods().slice(1) };
  }

  test.each(results)(
    "with $status is repeated, and reported by nothing once it is taken",
    async ({ status, method }) => {
      const { methods, onStoreError, receiver } = await settleWith(status, 4);
      // The response waits for the first attempt only.
      expect(methods()).toEqual([method]);
      await vi.advanceTimersByTimeAsync(59_000);
      expect(methods()).toEqual(Array(5).fill(method));
      expect(onStoreError).not.toHaveBeenCalled();
      await receiver.drain();
    },
  );

  test.each(results)("with $status until the lease ends is reported as $code", async ({ status, code }) => {
    const { delivery, methods, onStoreError } = await settleWith(status, 1000, { lease: 20 });
    await vi.advanceTimersByTimeAsync(13_000);
    expect(onStoreError).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onStoreError.mock.calls).toEqual([[expect.any(StoreError), delivery]]);
    expect(onStoreError.mock.calls[0]?.[0]).toMatchObject({ code, cause: down });
    const attempts = methods().length;
    expect(attempts).toBeGreaterThan(4);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(methods()).toHaveLength(attempts);
  });

  test.each(results)("with $status is repeated for a moment even after the lease", async ({ status, method }) => {
    useFakeTime();
    const answer = answerInTurn(down, true);
    const { store, getMethods } = createStore({
      claim: answerInTurn("claimed", down),
      complete: answer,
      release: answer,
    });
    const { settle } = await deliver({ store, lease: 1 });
    await vi.advanceTimersByTimeAsync(10_000);
    await settle(status);
    await vi.advanceTimersByTimeAsync(1000);
    expect(getMethods().filter((each) => each === method)).toHaveLength(2);
  });

  test.each(results)("with $status in time is asked for again", async ({ status, method }) => {
    useFakeTime();
    const { ask, asked } = createAnswer<boolean>();
    let isFirst = true;
    const answer = () => {
      if (!isFirst) return Promise.resolve(true);
      isFirst = false;
      return ask();
    };
    const { store, getMethods } = createStore({ complete: answer, release: answer });
    const { settle } = await deliver({ store });
    const settled = settle(status);
    await asked;
    await vi.advanceTimersByTimeAsync(5000);
    await settled;
    await vi.advanceTimersByTimeAsync(100);
    expect(getMethods()).toEqual(["claim", method, method]);
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test.each<{ what: string; answer: () => unknown }>([
    { what: "undefined", answer: async () => undefined },
    { what: "a string", answer: async () => "yes" },
    { what: "a number", answer: async () => 1 },
    { what: "no promise", answer: () => undefined },
    {
      what: "an error, at once",
      answer: () => {
        throw down;
      },
    },
  ])("because it answers $what is a failure of the store", async ({ answer }) => {
    for (const { status, code } of results) {
      useFakeTime();
      const methods = { complete: answer, release: answer } as Partial<IdempotencyStore>;
      const onStoreError = vi.fn();
      const { settle } = await deliver({ store: createStore(methods).store, lease: 1 }, { onStoreError });
      await settle(status);
      await vi.advanceTimersByTimeAsync(5000);
      expect(onStoreError.mock.calls.map(([error]) => error.code)).toEqual([code]);
      vi.useRealTimers();
    }
  });
});

describe("the default onStoreError", () => {
  const fail = async (code: StoreErrorCode) => {
    useFakeTime();
    const { store } = createStore({
      claim: code === "not_claimed" ? rejectAsDown : answerInTurn("claimed"),
      complete: code === "processed_twice" ? async () => false : code === "not_recorded" ? rejectAsDown : undefined!,
      release: rejectAsDown,
    });
    const pending = deliver({ store, lease: 1, onStoreFailure: "deliver" });
    await vi.advanceTimersByTimeAsync(3000);
    if (code !== "not_claimed") await (await pending).settle(code === "not_released" ? 500 : 200);
    await vi.advanceTimersByTimeAsync(5000);
  };

  test.each(Object.entries(storeErrorCodes))(
    "logs %s with its message, the key and the cause",
    async (code, message) => {
      await fail(code as StoreErrorCode);
      const cause = code === "processed_twice" ? [] : [down];
      expect(log.mock.calls).toEqual([[`mynthWebhook: ${code}: ${message} Key: ${eventKey}.`, ...cause]]);
    },
  );
});

test("settling without a store does nothing", async () => {
  const { receive, receiver } = createTestReceiver({ store: createStore().store });
  const first = assertDelivered(await receive());
  await first.settle(200);
  await receiver.drain();
  await nextTurn();
  expect(onUnhandled).not.toHaveBeenCalled();
});
