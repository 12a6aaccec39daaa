import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest, short } from "./store-under-test.ts";

/** Tests expiry. */
export function testLeases(underTest: StoreUnderTest): void {
  test("an expired lease lets the next owner claim the key, and the previous owner can no longer claim or release it", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "slow", short);
    await underTest.waitForExpiry();
    expect(await store.claim(key, "next", long)).toBe("claimed");
    expect(await store.claim(key, "slow", long)).toBe("in_progress");
    expect(await store.release(key, "slow")).toBe(false);
    expect(await store.claim(key, "other", long)).toBe("in_progress");
    expect(await store.complete(key, "next", long)).toBe(true);
    expect(await store.complete(key, "slow", long)).toBe(false);
    expect(await store.release(key, "slow")).toBe(false);
    expect(await store.claim(key, "other", long)).toBe("done");
  });

  test("a repeated claim() of the owner starts its lease again, also after it expired", async () => {
    const { store } = underTest;
    const [renewed, expired] = [newKey(), newKey()];
    for (const key of [renewed, expired]) await store.claim(key, "a", short);
    expect(await store.claim(renewed, "a", long)).toBe("claimed");
    await underTest.waitForExpiry();
    expect(await store.claim(renewed, "b", long)).toBe("in_progress");
    expect(await store.claim(expired, "a", long)).toBe("claimed");
    expect(await store.claim(expired, "b", long)).toBe("in_progress");
  });

  test("complete() succeeds after the lease expired if nobody else holds the key", async () => {
    const { store } = underTest;
    const [unclaimed, released, expired] = [newKey(), newKey(), newKey()];
    for (const key of [unclaimed, released, expired]) await store.claim(key, "slow", short);
    await underTest.waitForExpiry();
    await store.claim(released, "next", long);
    await store.release(released, "next");
    await store.claim(expired, "next", short);
    await underTest.waitForExpiry();
    for (const key of [unclaimed, released, expired]) {
      expect(await store.complete(key, "slow", long)).toBe(true);
      expect(await store.complete(key, "next", long)).toBe(false);
      expect(await store.claim(key, "other", long)).toBe("done");
    }
  });

  test("release() returns false after the lease expired", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "slow", short);
    await underTest.waitForExpiry();
    expect(await store.release(key, "slow")).toBe(false);
    expect(await store.claim(key, "next", long)).toBe("claimed");
  });

  test("a completed key stays done after its lease expired", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", short);
    await store.complete(key, "a", long);
    await underTest.waitForExpiry();
    expect(await store.claim(key, "b", long)).toBe("done");
  });

  test("a key can be claimed again after its retention expired, even if its lease was longer", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    await store.complete(key, "a", short);
    await underTest.waitForExpiry();
    expect(await store.claim(key, "b", long)).toBe("claimed");
  });

  test("the longer of two retentions applies", async () => {
    const { store } = underTest;
    const [lengthened, kept] = [newKey(), newKey()];
    for (const key of [lengthened, kept]) await store.claim(key, "a", long);
    await store.complete(lengthened, "a", short);
    await store.complete(lengthened, "a", long);
    await store.complete(kept, "a", long);
    await store.complete(kept, "a", short);
    await underTest.waitForExpiry();
    expect(await store.claim(lengthened, "b", long)).toBe("done");
    expect(await store.claim(kept, "b", long)).toBe("done");
  });
}
