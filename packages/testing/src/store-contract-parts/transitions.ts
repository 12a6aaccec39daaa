import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest } from "./store-under-test.ts";

/** Tests the states of a key while its lease is alive. */
export function testTransitions(underTest: StoreUnderTest): void {
  test("a key is claimed once, then in progress, then done", async () => {
    const { store } = underTest;
    const key = newKey();
    expect(await store.claim(key, "a", long)).toBe("claimed");
    expect(await store.claim(key, "b", long)).toBe("in_progress");
    expect(await store.complete(key, "a", long)).toBe(true);
    expect(await store.claim(key, "c", long)).toBe("done");
    expect(await store.claim(key, "d", long)).toBe("done");
  });

  test("a released key can be claimed again", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    expect(await store.release(key, "a")).toBe(true);
    expect(await store.claim(key, "b", long)).toBe("claimed");
    expect(await store.claim(key, "c", long)).toBe("in_progress");
  });

  test("claim() by the same owner succeeds again, since its first answer may be lost", async () => {
    const { store } = underTest;
    const key = newKey();
    expect(await store.claim(key, "a", long)).toBe("claimed");
    expect(await store.claim(key, "a", long)).toBe("claimed");
    expect(await store.claim(key, "b", long)).toBe("in_progress");
    await store.complete(key, "a", long);
    expect(await store.claim(key, "a", long)).toBe("done");
  });

  test("another owner can neither claim nor release a claimed key", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "owner-1", long);
    for (const stranger of ["owner-2", "owner-", "owner-10", "OWNER-1", ""]) {
      expect(await store.claim(key, stranger, long)).toBe("in_progress");
      expect(await store.release(key, stranger)).toBe(false);
    }
    expect(await store.complete(key, "owner-1", long)).toBe(true);
  });

  test("complete() succeeds although another owner has the key, since the event was processed", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "next", long);
    expect(await store.complete(key, "slow", long)).toBe(true);
    expect(await store.claim(key, "other", long)).toBe("done");
    expect(await store.claim(key, "next", long)).toBe("done");
    expect(await store.release(key, "next")).toBe(false);
    expect(await store.complete(key, "next", long)).toBe(false);
  });

  test("a completed key can neither be released nor completed by another owner", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    await store.complete(key, "a", long);
    expect(await store.release(key, "a")).toBe(false);
    expect(await store.release(key, "b")).toBe(false);
    expect(await store.complete(key, "b", long)).toBe(false);
    expect(await store.claim(key, "c", long)).toBe("done");
  });

  test("complete() by the same owner succeeds again, since its first answer may be lost", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    expect(await store.complete(key, "a", long)).toBe(true);
    expect(await store.complete(key, "a", long)).toBe(true);
    expect(await store.claim(key, "b", long)).toBe("done");
  });

  test("a claim can be released only once", async () => {
    const { store } = underTest;
    const key = newKey();
    expect(await store.release(key, "a")).toBe(false);
    await store.claim(key, "a", long);
    expect(await store.release(key, "a")).toBe(true);
    expect(await store.release(key, "a")).toBe(false);
  });
}
