import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type ClaimResult,
  createReceiver,
  type EarlierDelivery,
  type IdempotencyOptions,
  type IdempotencyStore,
  MynthWebhookError,
  memoryStore,
  type Outcome,
  type ReceiverOptions,
} from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const clock = () => timestamp * 1000;
const token = "a-token-of-my-own-0123456789";
const eventKey = "task.image.generate.completed:tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP";
const down = new Error("the store is down");

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

/** Lets every pending promise settle, and Node report the unhandled ones. */
const nextTurn = () => new Promise(setImmediate);

type Idempotency = IdempotencyOptions<string>;
type Sent = { signed?: boolean; earlier?: EarlierDelivery };

/** Sends one delivery to a new receiver, signed or with only the token in its URL. */
async function receive(
  idempotency: Idempotency,
  options: ReceiverOptions<string> = {},
  { signed = true, earlier }: Sent = {},
): Promise<Outcome> {
  const receiver = createReceiver<string>(secret, { clock, token, onError: () => {}, ...options, idempotency });
  const headers = new Map(signed ? [["x-mynth-signature", `t=${timestamp},v1=${signature}`]] : []);
  const request = {
    method: "POST",
    url: signed ? "/" : `/?token=${token}`,
    header: (name: string) => headers.get(name),
    body: new TextEncoder().encode(body),
    earlier,
  };
  return receiver.receive(request, "context");
}

async function deliver(...args: Parameters<typeof receive>) {
  const outcome = await receive(...args);
  return outcome.kind === "deliver" ? outcome : expect.fail(`The outcome is ${toText(outcome)}.`);
}

const toText = (outcome: Outcome) =>
  outcome.kind === "respond" ? (outcome.error?.code ?? outcome.status) : outcome.kind;

/** Creates a store that records its calls, and claims every key unless told otherwise. */
function createStore(methods: Partial<IdempotencyStore> = {}) {
  const { claim, complete, release } = {
    claim: async (): Promise<ClaimResult> => "claimed",
    complete: async () => true,
    release: async () => true,
    ...methods,
  };
  const calls: [method: string, key: string, owner: string, milliseconds?: number][] = [];
  const store: IdempotencyStore = {
    claim: (...args) => {
      calls.push(["claim", ...args]);
      return claim(...args);
    },
    complete: (...args) => {
      calls.push(["complete", ...args]);
      return complete(...args);
    },
    release: (...args) => {
      calls.push(["release", ...args]);
      return release(...args);
    },
  };
  return { store, calls, getMethods: () => calls.map(([method]) => method) };
}

/** Creates a promise of a store, which tells when the store was asked, and answers when told to. */
function createAnswer<T>() {
  let answer: (value: T) => void = () => {};
  let fail: (error: Error) => void = () => {};
  let tell = () => {};
  const promise = new Promise<T>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const ask = () => {
    tell();
    return promise;
  };
  return { ask, asked, answer: (value: T) => answer(value), fail: (error: Error) => fail(error) };
}

const useFakeTimeouts = () => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

describe("a store that fails to claim", () => {
  test.each<{ what: string; options: Partial<Idempotency> }>([
    { what: "by default", options: {} },
    { what: 'with onStoreFailure "refuse"', options: { onStoreFailure: "refuse" } },
  ])("$what refuses the delivery with 503 store_unavailable and keeps the cause", async ({ options }) => {
    const { store, getMethods } = createStore({ claim: () => Promise.reject(down) });
    const [onError, onStoreError, onDelivery] = [vi.fn(), vi.fn(), vi.fn()];
    const outcome = await receive({ store, ...options }, { onError, onStoreError, onDelivery });
    if (outcome.kind !== "respond") return expect.fail();
    expect(outcome.status).toBe(503);
    expect(outcome.headers).toHaveProperty("retry-after");
    expect(outcome.error).toBeInstanceOf(MynthWebhookError);
    expect(outcome.error).toMatchObject({ code: "store_unavailable", cause: down });
    expect(outcome.body).not.toContain(down.message);
    expect(onError.mock.calls).toEqual([[outcome.error, "context"]]);
    expect(onStoreError).not.toHaveBeenCalled();
    expect(onDelivery).not.toHaveBeenCalled();
    expect(getMethods()).toEqual(["claim"]);
  });

  test('with onStoreFailure "deliver" is reported, and the event is delivered without a claim', async () => {
    const { store, getMethods } = createStore({ claim: () => Promise.reject(down) });
    const [onError, onStoreError] = [vi.fn(), vi.fn()];
    const outcome = await deliver({ store, onStoreFailure: "deliver" }, { onError, onStoreError });
    expect(outcome.delivery.claim).toBeUndefined();
    expect(onStoreError.mock.calls).toEqual([[down, outcome.delivery]]);
    expect(onError).not.toHaveBeenCalled();
    await outcome.settle(200);
    await outcome.settle(500);
    expect(getMethods()).toEqual(["claim"]);
  });

  test.each<{ what: string; onStoreError: () => void }>([
    {
      what: "throws",
      onStoreError: () => {
        throw down;
      },
    },
    { what: "rejects", onStoreError: () => Promise.reject(down) },
  ])("delivers even if onStoreError $what, and logs what it threw", async ({ onStoreError }) => {
    const { store } = createStore({ claim: () => Promise.reject(new Error("no connection")) });
    await deliver({ store, onStoreFailure: "deliver" }, { onStoreError });
    await nextTurn();
    expect(log.mock.calls).toEqual([[expect.stringMatching(/callback.*threw/), down]]);
    expect(onUnhandled).not.toHaveBeenCalled();
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

describe("settling a claim", () => {
  test.each([
    { status: 199, method: "release" },
    { status: 200, method: "complete" },
    { status: 299, method: "complete" },
    { status: 300, method: "release" },
  ])("with status $status calls $method with the key and owner of the claim", async ({ status, method }) => {
    const { store, calls } = createStore();
    const outcome = await deliver({ store });
    await outcome.settle(status);
    const [claimed, settled] = calls;
    expect(calls).toHaveLength(2);
    expect(claimed?.slice(0, 3)).toEqual(["claim", eventKey, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(settled?.slice(0, 3)).toEqual([method, eventKey, claimed?.[2]]);
    expect(outcome.delivery.claim).toEqual({ key: eventKey, owner: claimed?.[2] });
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

  test.each([
    { status: 200, method: "complete" },
    { status: 500, method: "release" },
  ])("with status $status never rejects: a $method that fails is reported", async ({ status }) => {
    const { store } = createStore({ complete: () => Promise.reject(down), release: () => Promise.reject(down) });
    const onStoreError = vi.fn();
    const { settle, delivery } = await deliver({ store }, { onStoreError });
    await expect(settle(status)).resolves.toBeUndefined();
    expect(onStoreError.mock.calls).toEqual([[down, delivery]]);
  });

  test("that another owner has taken over reports a lost lease", async () => {
    const { store } = createStore({ complete: async () => false });
    const onStoreError = vi.fn();
    const { settle, delivery } = await deliver({ store, lease: 7 }, { onStoreError });
    await settle(200);
    expect(onStoreError.mock.calls).toEqual([[expect.any(Error), delivery]]);
    expect(onStoreError.mock.calls[0]?.[0].message).toMatch(/lease of 7 s.*raise idempotency\.lease/);
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
});

describe("durations in seconds", () => {
  test.each([
    { what: "the defaults", options: {}, lease: 60_000, retention: 604_800_000 },
    { what: "whole seconds", options: { lease: 90, retention: 3600 }, lease: 90_000, retention: 3_600_000 },
    { what: "fractions", options: { lease: 1.2344, retention: 0.0016 }, lease: 1234, retention: 2 },
    { what: "less than a millisecond", options: { lease: 0.0001, retention: 0.0001 }, lease: 1, retention: 1 },
  ])("reach the store in whole milliseconds, 1 or more: $what", async ({ options, lease, retention }) => {
    const { store, calls } = createStore();
    await (await deliver({ store, ...options })).settle(200);
    expect(calls.map(([method, , , milliseconds]) => [method, milliseconds])).toEqual([
      ["claim", lease],
      ["complete", retention],
    ]);
  });

  test.each<{ what: string; options: Partial<Idempotency>; milliseconds: number }>([
    { what: "5 s by default", options: {}, milliseconds: 5000 },
    { what: "as long as the option timeout", options: { timeout: 0.25 }, milliseconds: 250 },
    { what: "at least a millisecond", options: { timeout: 0.0001 }, milliseconds: 1 },
  ])("bound how long a claim is waited for: $what", async ({ options, milliseconds }) => {
    useFakeTimeouts();
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
      cause: new Error(`The store did not respond within ${milliseconds} ms.`),
    });
    expect(getMethods()).toEqual(["claim"]);
  });
});

describe("a store that answers after the timeout", () => {
  async function answerLate(result: ClaimResult, options: Partial<Idempotency>, methods: Partial<IdempotencyStore>) {
    useFakeTimeouts();
    const { ask, asked, answer } = createAnswer<ClaimResult>();
    const { store, calls } = createStore({ ...methods, claim: ask });
    const pending = receive({ store, ...options }, { onStoreError: () => {} });
    await asked;
    await vi.advanceTimersByTimeAsync(5000);
    const outcome = await pending;
    expect(calls).toHaveLength(1);
    answer(result);
    await nextTurn();
    return { outcome, calls };
  }

  test.each<{ onStoreFailure: "refuse" | "deliver"; outcome: string }>([
    { onStoreFailure: "refuse", outcome: "store_unavailable" },
    { onStoreFailure: "deliver", outcome: "deliver" },
  ])("has its late claim released with onStoreFailure $onStoreFailure", async ({ onStoreFailure, outcome }) => {
    const late = await answerLate("claimed", { onStoreFailure }, {});
    expect(toText(late.outcome)).toBe(outcome);
    const [[, key, owner] = [], ...others] = late.calls;
    expect(others).toEqual([["release", key, owner]]);
  });

  test("may fail to release the late claim: nobody gets an unhandled rejection", async () => {
    const { calls } = await answerLate("claimed", {}, { release: () => Promise.reject(down) });
    expect(calls.map(([method]) => method)).toEqual(["claim", "release"]);
    expect(onUnhandled).not.toHaveBeenCalled();
    expect(log).not.toHaveBeenCalled();
  });

  test.each([
    { what: "completes", status: 200 },
    { what: "releases", status: 500 },
  ])("when it $what a claim is reported once, and its late answer is ignored", async ({ status }) => {
    useFakeTimeouts();
    const { ask, asked, answer } = createAnswer<boolean>();
    const { store, getMethods } = createStore({ complete: ask, release: ask });
    const onStoreError = vi.fn();
    const { settle, delivery } = await deliver({ store }, { onStoreError });
    const settled = settle(status);
    await asked;
    await vi.advanceTimersByTimeAsync(5000);
    await settled;
    answer(false);
    await nextTurn();
    expect(onStoreError).toHaveBeenCalledOnce();
    expect(onStoreError).toHaveBeenCalledWith(new Error("The store did not respond within 5000 ms."), delivery);
    expect(getMethods()).toHaveLength(2);
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test("with an error causes no unhandled rejection", async () => {
    useFakeTimeouts();
    const { ask, asked, fail } = createAnswer<ClaimResult>();
    const { store, getMethods } = createStore({ claim: ask });
    const pending = receive({ store });
    await asked;
    await vi.advanceTimersByTimeAsync(5000);
    expect(toText(await pending)).toBe("store_unavailable");
    fail(down);
    await nextTurn();
    expect(getMethods()).toEqual(["claim"]);
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test("is not one that answers in time, whose claim is kept", async () => {
    useFakeTimeouts();
    const { ask, asked, answer } = createAnswer<ClaimResult>();
    const { store, getMethods } = createStore({ claim: ask });
    const pending = deliver({ store });
    await asked;
    await vi.advanceTimersByTimeAsync(4999);
    answer("claimed");
    expect((await pending).delivery.claim?.key).toBe(eventKey);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(getMethods()).toEqual(["claim"]);
  });
});

describe("the option key", () => {
  test.each<{ what: string; key: unknown }>([
    { what: "an empty string", key: "" },
    { what: "undefined", key: undefined },
    { what: "a number", key: 7 },
    { what: "an object", key: { toString: () => "key" } },
    { what: "a promise", key: Promise.resolve("key") },
  ])("must not return $what: receive() rejects with a TypeError, and the store is not asked", async ({ key }) => {
    const { store, calls } = createStore();
    const received = receive({ store, onStoreFailure: "deliver", key: () => key as string });
    await expect(received).rejects.toThrow(TypeError);
    await expect(received).rejects.toThrow(/idempotency\.key must return a string that is not empty/);
    expect(calls).toEqual([]);
  });

  test("is called with event, delivery and context", async () => {
    const { store, calls } = createStore();
    const key = vi.fn((..._args: unknown[]) => "my-key");
    const { event, delivery } = await deliver({ store, key });
    expect(key.mock.calls).toEqual([[event, delivery, "context"]]);
    expect(calls[0]?.[1]).toBe("my-key");
  });

  test.each<{ signed: boolean; given: string; stored: string }>([
    { signed: true, given: "order", stored: "order" },
    { signed: true, given: "url-token", stored: "url-token" },
    { signed: true, given: "url-token:order", stored: "signed:url-token:order" },
    { signed: true, given: "signed:order", stored: "signed:signed:order" },
    { signed: false, given: "order", stored: "url-token:order" },
    { signed: false, given: "url-token:order", stored: "url-token:url-token:order" },
    { signed: false, given: "signed:order", stored: "url-token:signed:order" },
  ])("is scoped: $given of a delivery with signed: $signed is stored as $stored", async ({ signed, given, stored }) => {
    const { store, calls } = createStore();
    await deliver({ store, key: () => given }, {}, { signed });
    expect(calls[0]?.[1]).toBe(stored);
  });

  test.each<{ what: string; signedKey?: string; unsignedKey?: string }>([
    { what: "the default keys" },
    { what: "the same key", signedKey: "order", unsignedKey: "order" },
    { what: "a signed key that looks unsigned", signedKey: "url-token:order", unsignedKey: "order" },
  ])("never lets an unsigned delivery make a signed one a duplicate: $what", async ({ signedKey, unsignedKey }) => {
    const store = memoryStore({ clock });
    const withKey = (key: string | undefined): Idempotency =>
      key === undefined ? { store } : { store, key: () => key };
    await (await deliver(withKey(unsignedKey), {}, { signed: false })).settle(200);
    expect(toText(await receive(withKey(unsignedKey), {}, { signed: false }))).toBe(200);
    expect(toText(await receive(withKey(signedKey)))).toBe("deliver");
  });
});

describe("the claim of an earlier guard", () => {
  test("in another store is not shared: each guard claims in its own and settles it", async () => {
    const [one, other] = [createStore(), createStore()];
    const first = await deliver({ store: one.store });
    const second = await deliver({ store: other.store }, {}, { earlier: first.delivery });
    expect(second.delivery.claim?.key).toBe(first.delivery.claim?.key);
    expect(second.delivery.claim?.owner).not.toBe(first.delivery.claim?.owner);
    await second.settle(200);
    expect([one.getMethods(), other.getMethods()]).toEqual([["claim"], ["claim", "complete"]]);
  });

  test("in the same store is shared, and its settling is left to the earlier guard", async () => {
    const { store, getMethods } = createStore();
    const first = await deliver({ store });
    const second = await deliver({ store }, {}, { earlier: first.delivery });
    expect(second.delivery.claim).toEqual(first.delivery.claim);
    await second.settle(200);
    expect(getMethods()).toEqual(["claim"]);
    await first.settle(200);
    expect(getMethods()).toEqual(["claim", "complete"]);
  });

  test.each([
    { what: "the key of this event", key: eventKey },
    { what: "another key", key: "another" },
  ])("is not trusted if no receiver made it: the event is claimed despite one with $what", async ({ key }) => {
    const { store, getMethods } = createStore();
    const earlier = { rawBody: new TextEncoder().encode(body), claim: { key, owner: "nobody" } };
    const outcome = await deliver({ store }, {}, { earlier });
    expect(outcome.delivery.claim).toMatchObject({ key: eventKey, owner: expect.not.stringMatching("nobody") });
    expect(getMethods()).toEqual(["claim"]);
  });
});

describe("the owners of a memoryStore", () => {
  const minute = 60_000;
  function createMemory(maxKeys = 10) {
    let now = 0;
    return { store: memoryStore({ maxKeys, clock: () => now }), advance: (time: number) => (now += time) };
  }

  test("cannot complete or release the live claim of another", async () => {
    const { store } = createMemory();
    await store.claim("a", "owner", minute);
    expect(await store.complete("a", "other", minute)).toBe(false);
    expect(await store.release("a", "other")).toBe(false);
    expect(await store.claim("a", "other", minute)).toBe("in_progress");
    expect(await store.complete("a", "owner", minute)).toBe(true);
  });

  test("cannot complete or release what another has completed", async () => {
    const { store, advance } = createMemory();
    await store.claim("a", "owner", minute);
    await store.complete("a", "owner", minute);
    expect(await store.complete("a", "other", 10 * minute)).toBe(false);
    expect(await store.release("a", "other")).toBe(false);
    expect(await store.claim("a", "other", minute)).toBe("done");
    advance(minute);
    expect(await store.claim("a", "other", minute)).toBe("claimed");
  });

  test("cannot release what is done: done wins over a claim", async () => {
    const { store } = createMemory();
    await store.claim("a", "owner", minute);
    await store.complete("a", "owner", minute);
    expect(await store.release("a", "owner")).toBe(false);
    expect(await store.claim("a", "owner", minute)).toBe("done");
  });

  test("get false for releasing a key that is unknown or whose claim has expired", async () => {
    const { store, advance } = createMemory();
    expect(await store.release("unknown", "owner")).toBe(false);
    await store.claim("a", "owner", 10);
    advance(10);
    expect(await store.release("a", "owner")).toBe(false);
  });

  test("can release a live claim once, and the next caller gets it", async () => {
    const { store } = createMemory();
    await store.claim("a", "owner", minute);
    expect(await store.release("a", "owner")).toBe(true);
    expect(await store.release("a", "owner")).toBe(false);
    expect(await store.claim("a", "other", minute)).toBe("claimed");
  });

  test("can complete again, and the longer retention applies", async () => {
    const { store, advance } = createMemory();
    await store.complete("a", "owner", minute);
    expect(await store.complete("a", "owner", 10)).toBe(true);
    advance(minute - 1);
    expect(await store.claim("a", "other", minute)).toBe("done");
    advance(1);
    expect(await store.claim("a", "other", minute)).toBe("claimed");
  });

  test("lose no done key while a claim ends in this very millisecond", async () => {
    const { store, advance } = createMemory(2);
    await store.claim("ending", "owner", 10);
    await store.complete("done", "owner", minute);
    advance(10);
    expect(await store.claim("new", "owner", minute)).toBe("claimed");
    expect(await store.claim("done", "other", minute)).toBe("done");
  });

  test("get store_unavailable from a receiver whose store is full of claims", async () => {
    const store = memoryStore({ clock, maxKeys: 1 });
    await store.claim("another", "owner", minute);
    const outcome = await receive({ store });
    if (outcome.kind !== "respond") return expect.fail();
    expect(outcome.error).toMatchObject({ code: "store_unavailable", status: 503 });
    expect(outcome.error?.cause).toMatchObject({ message: expect.stringMatching(/all 1 keys are claimed/) });
    await store.release("another", "owner");
    expect(toText(await receive({ store }))).toBe("deliver");
  });
});
