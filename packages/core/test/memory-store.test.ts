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
