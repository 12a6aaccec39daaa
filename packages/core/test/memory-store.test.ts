import { describe, expect, test } from "vitest";
import { memoryStore } from "../src/index.ts";

const minute = 60_000;

function storeOf(maxKeys: number) {
  let now = 0;
  return { store: memoryStore({ maxKeys, clock: () => now }), advance: (time: number) => (now += time) };
}

describe("a full memory store", () => {
  test("forgets the keys that were done first", async () => {
    const { store } = storeOf(3);
    for (const key of ["a", "b", "c", "d"]) {
      expect(await store.claim(key, `owner of ${key}`, minute)).toBe("claimed");
      expect(await store.complete(key, `owner of ${key}`, minute)).toBe(true);
    }
    expect(await store.claim("b", "x", minute)).toBe("done");
    expect(await store.claim("c", "x", minute)).toBe("done");
    expect(await store.claim("a", "x", minute)).toBe("claimed");
  });

  test("forgets what has ended before it forgets what is done", async () => {
    const { store, advance } = storeOf(3);
    await store.complete("short", "a", 10);
    await store.complete("done", "b", minute);
    await store.claim("dead", "c", 10);
    advance(20);
    expect(await store.claim("new", "d", minute)).toBe("claimed");
    expect(await store.claim("newer", "e", minute)).toBe("claimed");
    expect(await store.claim("done", "x", minute)).toBe("done");
  });

  test("never forgets a live claim, however old", async () => {
    const { store } = storeOf(3);
    await store.claim("live", "a", minute);
    for (let index = 0; index < 10; index++) await store.complete(`done ${index}`, "b", minute);
    expect(await store.claim("live", "x", minute)).toBe("in_progress");
    expect(await store.complete("live", "a", minute)).toBe(true);
  });

  test("rejects new claims while every key is being worked on, and takes them again after", async () => {
    const { store } = storeOf(2);
    await store.claim("a", "a", minute);
    await store.claim("b", "b", minute);
    await expect(store.claim("c", "c", minute)).rejects.toThrow("all of its 2 keys are being worked on");
    expect(await store.claim("a", "x", minute)).toBe("in_progress");
    await store.release("a", "a");
    expect(await store.claim("c", "c", minute)).toBe("claimed");
  });

  test("finds a claim that has ended behind one that has not", async () => {
    const { store, advance } = storeOf(2);
    await store.claim("long", "a", minute);
    await store.claim("short", "b", 10);
    advance(20);
    expect(await store.claim("new", "c", minute)).toBe("claimed");
  });

  test("marks late work as done even where there is no room", async () => {
    const { store, advance } = storeOf(1);
    await store.claim("late", "a", 10);
    advance(20);
    await store.claim("other", "b", minute);
    expect(await store.complete("late", "a", minute)).toBe(true);
    expect(await store.claim("late", "x", minute)).toBe("done");
    expect(await store.claim("other", "x", minute)).toBe("in_progress");
  });
});

test("a key may be worked on as often as there is time between", async () => {
  const { store, advance } = storeOf(2);
  for (let index = 0; index < 5; index++) {
    expect(await store.claim("a", `owner ${index}`, 10)).toBe("claimed");
    advance(20);
  }
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s as the number of keys", (maxKeys) => {
  expect(() => memoryStore({ maxKeys })).toThrow(TypeError);
});
