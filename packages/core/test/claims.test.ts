import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type ClaimResult, type IdempotencyStore, MynthWebhookError, memoryStore, StoreError } from "../src/index.ts";
import {
  answerInTurn,
  clock,
  createAnswer,
  createStore,
  createTestReceiver,
  deliver,
  down,
  eventKey,
  type Idempotency,
  nextTurn,
  receive,
  rejectAsDown,
  toText,
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

describe("a store that fails to claim", () => {
  // The first delivery loads the schemas, which takes real time.
  beforeAll(async () => void (await receive({ store: memoryStore({ clock }) })));
  beforeEach(useFakeTime);

  /** Lets the time pass in which a claim is repeated. */
  async function afterRetries<T>(pending: Promise<T>): Promise<T> {
    await vi.advanceTimersByTimeAsync(2000);
    return pending;
  }

  test.each<{ what: string; options: Partial<Idempotency> }>([
    { what: "by default", options: {} },
    { what: 'with onStoreFailure "refuse"', options: { onStoreFailure: "refuse" } },
  ])("$what refuses the delivery with 503 store_unavailable and keeps the cause", async ({ options }) => {
    const { store, calls } = createStore({ claim: rejectAsDown });
    const [onError, onStoreError, onDelivery] = [vi.fn(), vi.fn(), vi.fn()];
    const outcome = await afterRetries(receive({ store, ...options }, { onError, onStoreError, onDelivery }));
    if (outcome.kind !== "respond") return expect.fail();
    expect(outcome.status).toBe(503);
    expect(outcome.headers).toHaveProperty("retry-after");
    expect(outcome.error).toBeInstanceOf(MynthWebhookError);
    expect(outcome.error).toMatchObject({ code: "store_unavailable", cause: down });
    expect(outcome.body).not.toContain(down.message);
    expect(onError.mock.calls).toEqual([[outcome.error, "context"]]);
    expect(onStoreError).not.toHaveBeenCalled();
    expect(onDelivery).not.toHaveBeenCalled();
    // Any of them may have been carried out, so the claim is released.
    const claims = calls.filter(([method]) => method === "claim");
    expect(claims.length).toBeGreaterThan(2);
    expect(new Set(claims.map(([, key, owner]) => `${key} ${owner}`)).size).toBe(1);
    expect(calls.at(-1)).toEqual(["release", eventKey, claims[0]?.[2]]);
  });

  test("once is asked again by the same owner, and the delivery is processed", async () => {
    const { store, calls } = createStore({ claim: answerInTurn<ClaimResult>(down, down, "claimed") });
    const onError = vi.fn();
    await afterRetries(deliver({ store }, { onError }));
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1);
    expect(calls).toHaveLength(3);
    expect(onError).not.toHaveBeenCalled();
  });

  test("is asked for less than 2 s", async () => {
    const { store } = createStore({ claim: rejectAsDown });
    const onEnd = vi.fn();
    void receive({ store }).then(onEnd);
    await vi.advanceTimersByTimeAsync(2000);
    expect(onEnd).toHaveBeenCalledOnce();
  });

  test('with onStoreFailure "deliver" is reported, and the event is delivered with a claim', async () => {
    const { store, getMethods } = createStore({ claim: rejectAsDown });
    const [onError, onStoreError] = [vi.fn(), vi.fn()];
    const outcome = await afterRetries(deliver({ store, onStoreFailure: "deliver" }, { onError, onStoreError }));
    expect(outcome.delivery.claim?.key).toBe(eventKey);
    expect(onStoreError.mock.calls).toEqual([[expect.any(StoreError), outcome.delivery]]);
    expect(onStoreError.mock.calls[0]?.[0]).toMatchObject({ code: "not_claimed", cause: down });
    expect(onError).not.toHaveBeenCalled();
    expect(getMethods()).not.toContain("release");
    await outcome.settle(200);
    expect(getMethods().at(-1)).toBe("complete");
  });

  test.each<{ what: string; onStoreError: () => void }>([
    {
      what: "throws",
      onStoreError: () => {
        throw down;
      },
    },
    { what: "rejects", onStoreError: rejectAsDown },
  ])("delivers even if onStoreError $what, and logs what it threw", async ({ onStoreError }) => {
    const { store } = createStore({ claim: () => Promise.reject(new Error("no connection")) });
    await afterRetries(deliver({ store, onStoreFailure: "deliver" }, { onStoreError }));
    await nextTurn();
    expect(log.mock.calls).toEqual([[expect.stringMatching(/callback.*threw/), down]]);
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test("because every key is claimed gets 503, and the cause says what to raise", async () => {
    const store = memoryStore({ clock, maxKeys: 1 });
    await store.claim("another", "owner", 60_000);
    const outcome = await afterRetries(receive({ store }));
    if (outcome.kind !== "respond") return expect.fail();
    expect(outcome.error).toMatchObject({ code: "store_unavailable", status: 503 });
    expect(outcome.error?.cause).toMatchObject({ message: expect.stringMatching(/all 1 keys are claimed/) });
    await store.release("another", "owner");
    expect(toText(await receive({ store }))).toBe("deliver");
  });
});

describe("a store whose answer is none", () => {
  const throwDown = () => {
    throw down;
  };
  test.each<{ what: string; claim: () => unknown; cause: string }>([
    { what: "resolves to nothing", claim: async () => undefined, cause: "a value of type undefined" },
    { what: "resolves to null", claim: async () => null, cause: "null" },
    { what: "resolves to true", claim: async () => true, cause: "a value of type boolean" },
    { what: "resolves to another string", claim: async () => "CLAIMED", cause: "another string" },
    { what: "resolves to a list", claim: async () => ["claimed"], cause: "a value of type object" },
    { what: "returns nothing", claim: () => undefined, cause: "a value of type undefined" },
    { what: "throws", claim: throwDown, cause: down.message },
  ])("as its claim() $what: the delivery gets 503", async ({ claim, cause }) => {
    const { store, getMethods } = createStore({ claim: claim as IdempotencyStore["claim"] });
    const outcome = await receive({ store });
    if (outcome.kind !== "respond") return expect.fail();
    expect(outcome.error).toMatchObject({ code: "store_unavailable" });
    expect(String(outcome.error?.cause)).toContain(cause);
    // Asking again does not help against another answer, and may against an error.
    if (cause !== down.message) expect(getMethods().filter((method) => method === "claim")).toHaveLength(1);
  });

  test("may return its answer without a promise", async () => {
    const { store } = createStore({ claim: (() => "claimed") as unknown as IdempotencyStore["claim"] });
    await deliver({ store });
  });
});

describe("an event that is claimed or done", () => {
  test.each<{ onStoreFailure: "refuse" | "deliver" }>([{ onStoreFailure: "refuse" }, { onStoreFailure: "deliver" }])(
    "in progress gets 409, which is no store failure with onStoreFailure $onStoreFailure",
    async ({ onStoreFailure }) => {
      const { store, getMethods } = createStore({ claim: async () => "in_progress" });
      const onStoreError = vi.fn();
      const outcome = await receive({ store, onStoreFailure }, { onStoreError });
      if (outcome.kind !== "respond") return expect.fail();
      expect([outcome.status, outcome.error?.code, outcome.error?.cause]).toEqual([409, "in_progress", undefined]);
      expect(onStoreError).not.toHaveBeenCalled();
      expect(getMethods()).toEqual(["claim"]);
    },
  );

  test("already done gets 200 without an error, and is reported as a duplicate", async () => {
    const { store, getMethods } = createStore({ claim: async () => "done" });
    const [onDuplicate, onDelivery] = [vi.fn(), vi.fn()];
    expect(toText(await receive({ store }, { onDuplicate, onDelivery }))).toBe(200);
    expect(onDuplicate).toHaveBeenCalledOnce();
    expect(onDelivery).not.toHaveBeenCalled();
    expect(getMethods()).toEqual(["claim"]);
  });
});

describe("the timeout of a store", () => {
  test.each<{ what: string; options: Partial<Idempotency>; milliseconds: number }>([
    { what: "5 s by default", options: {}, milliseconds: 5000 },
    { what: "as long as the option timeout", options: { timeout: 0.25 }, milliseconds: 250 },
    { what: "at least a millisecond", options: { timeout: 0.0001 }, milliseconds: 1 },
  ])("bounds how long a claim is waited for: $what", async ({ options, milliseconds }) => {
    useFakeTime();
    const { ask, asked } = createAnswer<ClaimResult>();
    const { store, getMethods } = createStore({ claim: ask });
    const onEnd = vi.fn();
    const outcome = receive({ store, ...options });
    void outcome.then(onEnd);
    await asked;
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    await nextTurn();
    expect(onEnd).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    const { error } = (await outcome) as { error?: MynthWebhookError };
    expect(error).toMatchObject({
      code: "store_unavailable",
      cause: { message: `The store did not respond within ${milliseconds} ms.` },
    });
    expect(getMethods()).toEqual(["claim"]);
  });

  test("aborts the signal of the claim, which a store can use to drop its command", async () => {
    useFakeTime();
    let signal: AbortSignal | undefined;
    const { store, getMethods } = createStore({
      claim: (_key, _owner, _lease, options) =>
        new Promise((_resolve, reject) => {
          signal = options?.signal;
          signal?.addEventListener("abort", () => reject(signal?.reason));
        }),
    });
    const { receive, receiver } = createTestReceiver({ store });
    const outcome = receive();
    await vi.advanceTimersByTimeAsync(4999);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const { error } = (await outcome) as { error?: MynthWebhookError };
    expect(signal?.reason).toBe(error?.cause);
    // Nothing was sent, so nothing is released.
    await receiver.drain();
    await nextTurn();
    expect(getMethods()).toEqual(["claim"]);
  });

  /** Lets a claim be late, then ends it. */
  async function endLate(end: { answer: ClaimResult } | { error: Error }, options: Partial<Idempotency> = {}) {
    useFakeTime();
    const late = createAnswer<ClaimResult>();
    const { store, calls } = createStore({ claim: late.ask });
    const pending = receive({ store, ...options }, { onStoreError: () => {} });
    await late.asked;
    await vi.advanceTimersByTimeAsync(5000);
    const outcome = await pending;
    expect(calls).toHaveLength(1);
    if ("answer" in end) late.answer(end.answer);
    else late.fail(end.error);
    await nextTurn();
    return { outcome: toText(outcome), methods: calls.slice(1).map(([method, ...args]) => [method, ...args]), calls };
  }

  test("has a claim that comes later released", async () => {
    const { outcome, methods, calls } = await endLate({ answer: "claimed" });
    expect(outcome).toBe("store_unavailable");
    expect(methods).toEqual([["release", ...(calls[0]?.slice(1, 3) ?? [])]]);
  });

  test("has a claim that fails later released, because it may have been carried out", async () => {
    expect((await endLate({ error: down })).methods).toHaveLength(1);
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test.each<{ answer: ClaimResult }>([{ answer: "in_progress" }, { answer: "done" }])(
    "has nothing released if the late answer is $answer",
    async ({ answer }) => {
      expect((await endLate({ answer })).methods).toEqual([]);
    },
  );

  test('keeps a claim that comes later with onStoreFailure "deliver", because its handler runs', async () => {
    const { outcome, methods } = await endLate({ answer: "claimed" }, { onStoreFailure: "deliver" });
    expect([outcome, methods]).toEqual(["deliver", []]);
  });

  test("does not concern a store that answers in time, and leaves no timer", async () => {
    useFakeTime();
    const { ask, asked, answer } = createAnswer<ClaimResult>();
    const { store, getMethods } = createStore({ claim: ask });
    const pending = deliver({ store });
    await asked;
    await vi.advanceTimersByTimeAsync(4999);
    answer("claimed");
    const { delivery, settle } = await pending;
    expect(delivery.claim?.key).toBe(eventKey);
    await settle(200);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(getMethods()).toEqual(["claim", "complete"]);
  });
});

test("a claim that was refused is released later if the store cannot release it at once, until its lease ends", async () => {
  useFakeTime();
  const { store, getMethods } = createStore({
    claim: rejectAsDown,
    release: answerInTurn(down, down, down, true),
  });
  const { receive, receiver } = createTestReceiver({ store });
  const pending = receive();
  await vi.advanceTimersByTimeAsync(2000);
  expect(toText(await pending)).toBe("store_unavailable");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(getMethods().filter((method) => method === "release")).toHaveLength(4);
  await receiver.drain();
  expect(log).not.toHaveBeenCalled();
});
