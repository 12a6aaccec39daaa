import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore } from "../src/index.ts";
import {
  clock,
  createStore,
  deliver,
  down,
  eventKey,
  type Idempotency,
  nextTurn,
  rawBody,
  receive,
  toText,
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
    await nextTurn();
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test("that throws or rejects makes receive() reject, and the store is not asked", async () => {
    const { store, calls } = createStore();
    const received = receive({ store, onStoreFailure: "deliver", key: () => Promise.reject(down) as never });
    await expect(received).rejects.toThrow(TypeError);
    const thrown = receive({
      store,
      key: () => {
        throw down;
      },
    });
    await expect(thrown).rejects.toBe(down);
    expect(calls).toEqual([]);
    await nextTurn();
    expect(onUnhandled).not.toHaveBeenCalled();
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
    const earlier = { rawBody, claim: { key, owner: "nobody", retention: 1 } };
    const outcome = await deliver({ store }, {}, { earlier });
    expect(outcome.delivery.claim).toMatchObject({ key: eventKey, owner: expect.not.stringMatching("nobody") });
    expect(getMethods()).toEqual(["claim"]);
  });
});
