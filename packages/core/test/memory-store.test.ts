import { describe, expect, test } from "vitest";
import { memoryStore } from "../src/index.ts";

const minute = 60_000;

function createStore(maxKeys: number) {
  let now = 0;
  return { store: memoryStore({ maxKeys, clock: () => now }), advance: (time: number) => (now += time) };
}

describe("a full memoryStore", () => {
  test("a full memoryStore drops the oldest done key", async () => {
    const { store } = createStore(3);
    for (const key of ["a", "b", "c", "d"]) {
      expect(await store.claim(key, `owner of ${key}`, minute)).toBe("claimed");
      expect(await store.complete(key, `owner of ${key}`, minute)).toBe(true);
    }
    expect(await store.claim("b", "x", minute)).toBe("done");
    expect(await store.claim("c", "x", minute)).toBe("done");
    expect(await store.claim("a", "x", minute)).toBe("claimed");
  });

  test("a full memoryStore drops expired keys before done ones", async () => {
    const { store, advance } = createStore(3);
    await store.complete("short", "a", 10);
    await store.complete("done", "b", minute);
    await store.claim("dead", "c", 10);
    advance(20);
    expect(await store.claim("new", "d", minute)).toBe("claimed");
    expect(await store.claim("newer", "e", minute)).toBe("claimed");
    expect(await store.claim("done", "x", minute)).toBe("done");
  });

  test("a full memoryStore never drops a live claim, even an old one", async () => {
    const { store } = createStore(3);
    await store.claim("live", "a", minute);
    for (let index = 0; index < 10; index++) await store.complete(`done ${index}`, "b", minute);
    expect(await store.claim("live", "x", minute)).toBe("in_progress");
    expect(await store.complete("live", "a", minute)).toBe(true);
  });

  test("a full memoryStore rejects a claim while every key is claimed, and accepts it after a release", async () => {
    const { store } = createStore(2);
    await store.claim("a", "a", minute);
    await store.claim("b", "b", minute);
    await expect(store.claim("c", "c", minute)).rejects.toThrow("all 2 keys are claimed");
    expect(await store.claim("a", "x", minute)).toBe("in_progress");
    await store.release("a", "a");
    expect(await store.claim("c", "c", minute)).toBe("claimed");
  });

  test("a full memoryStore drops an expired claim behind a live one", async () => {
    const { store, advance } = createStore(2);
    await store.claim("long", "a", minute);
    await store.claim("short", "b", 10);
    advance(20);
    expect(await store.claim("new", "c", minute)).toBe("claimed");
  });

  test("a full memoryStore records late work as done even without room", async () => {
    const { store, advance } = createStore(1);
    await store.claim("late", "a", 10);
    advance(20);
    await store.claim("other", "b", minute);
    expect(await store.complete("late", "a", minute)).toBe(true);
    expect(await store.claim("late", "x", minute)).toBe("done");
    expect(await store.claim("other", "x", minute)).toBe("in_progress");
  });
});

test("memoryStore lets a key be claimed again after each lease has expired", async () => {
  const { store, advance } = createStore(2);
  for (let index = 0; index < 5; index++) {
    expect(await store.claim("a", `owner ${index}`, 10)).toBe("claimed");
    advance(20);
  }
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "memoryStore throws a TypeError if maxKeys is %s",
  (maxKeys) => {
    expect(() => memoryStore({ maxKeys })).toThrow(TypeError);
  },
);

describe("the owners of a memoryStore", () => {
  function createMemory(maxKeys = 10) {
    let now = 0;
    return { store: memoryStore({ maxKeys, clock: () => now }), advance: (time: number) => (now += time) };
  }

  test("can claim again, and the lease starts again", async () => {
    const { store, advance } = createMemory();
    await store.claim("a", "owner", 100);
    advance(99);
    expect(await store.claim("a", "owner", 100)).toBe("claimed");
    advance(99);
    expect(await store.claim("a", "other", minute)).toBe("in_progress");
    advance(1);
    expect(await store.claim("a", "other", minute)).toBe("claimed");
  });

  test("cannot release the live claim of another, and can complete it", async () => {
    const { store } = createMemory();
    await store.claim("a", "owner", minute);
    expect(await store.release("a", "other")).toBe(false);
    expect(await store.claim("a", "other", minute)).toBe("in_progress");
    expect(await store.complete("a", "other", minute)).toBe(true);
    expect(await store.complete("a", "owner", minute)).toBe(false);
    expect(await store.claim("a", "owner", minute)).toBe("done");
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

  test.each([
    { what: "a promise", clock: () => Promise.reject(new Error("no clock")) },
    { what: "nothing", clock: () => undefined },
    { what: "NaN", clock: () => Number.NaN },
    { what: "a date", clock: () => new Date() },
  ])("get a rejection if the clock returns $what", async ({ clock }) => {
    const store = memoryStore({ clock: clock as unknown as () => number });
    const says = "The option clock must return a number";
    await expect(store.claim("a", "owner", minute)).rejects.toThrow(says);
    await expect(store.complete("a", "owner", minute)).rejects.toThrow(says);
    await expect(store.release("a", "owner")).rejects.toThrow(says);
  });
});
