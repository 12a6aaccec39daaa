import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest } from "./store-under-test.ts";

/** What leads where, while leases live. */
export function testTransitions(underTest: StoreUnderTest): void {
  test("a new key is claimed, then in progress, then done", async () => {
    const { store } = underTest;
    const key = newKey();
    expect(await store.claim(key, "a", long)).toBe("claimed");
    expect(await store.claim(key, "b", long)).toBe("in_progress");
    expect(await store.complete(key, "a", long)).toBe(true);
    expect(await store.claim(key, "c", long)).toBe("done");
    expect(await store.claim(key, "d", long)).toBe("done");
  });

  test("a key given back can be claimed again", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    expect(await store.release(key, "a")).toBe(true);
    expect(await store.claim(key, "b", long)).toBe("claimed");
    expect(await store.claim(key, "c", long)).toBe("in_progress");
  });

  test("a token claims once, and neither extends nor repeats its claim", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    expect(await store.claim(key, "a", long)).toBe("in_progress");
    await store.complete(key, "a", long);
    expect(await store.claim(key, "a", long)).toBe("done");
  });

  test("another's claim can neither be completed nor given back", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "owner-1", long);
    for (const stranger of ["owner-2", "owner-", "owner-10", "OWNER-1", ""]) {
      expect(await store.complete(key, stranger, long)).toBe(false);
      expect(await store.release(key, stranger)).toBe(false);
    }
    expect(await store.claim(key, "b", long)).toBe("in_progress");
    expect(await store.complete(key, "owner-1", long)).toBe(true);
  });

  test("what is done can neither be given back nor be completed by another", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    await store.complete(key, "a", long);
    expect(await store.release(key, "a")).toBe(false);
    expect(await store.release(key, "b")).toBe(false);
    expect(await store.complete(key, "b", long)).toBe(false);
    expect(await store.claim(key, "c", long)).toBe("done");
  });

  test("completing again is true again, for an answer may get lost", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    expect(await store.complete(key, "a", long)).toBe(true);
    expect(await store.complete(key, "a", long)).toBe(true);
    expect(await store.claim(key, "b", long)).toBe("done");
  });

  test("a claim is given back once", async () => {
    const { store } = underTest;
    const key = newKey();
    expect(await store.release(key, "a")).toBe(false);
    await store.claim(key, "a", long);
    expect(await store.release(key, "a")).toBe(true);
    expect(await store.release(key, "a")).toBe(false);
  });
}
