import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest, short } from "./store-under-test.ts";

/** What time does. */
export function testLeases(underTest: StoreUnderTest): void {
  test("a lease ends by itself, and whoever takes over has the key alone", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "slow", short);
    await underTest.letEnd();
    expect(await store.claim(key, "next", long)).toBe("claimed");
    expect(await store.complete(key, "slow", long)).toBe(false);
    expect(await store.release(key, "slow")).toBe(false);
    expect(await store.claim(key, "other", long)).toBe("in_progress");
    expect(await store.complete(key, "next", long)).toBe(true);
    expect(await store.complete(key, "slow", long)).toBe(false);
    expect(await store.release(key, "slow")).toBe(false);
    expect(await store.claim(key, "other", long)).toBe("done");
  });

  test("late work is marked as done while nobody else has the key", async () => {
    const { store } = underTest;
    const [nobody, gaveBack, late] = [newKey(), newKey(), newKey()];
    for (const key of [nobody, gaveBack, late]) await store.claim(key, "slow", short);
    await underTest.letEnd();
    await store.claim(gaveBack, "next", long);
    await store.release(gaveBack, "next");
    await store.claim(late, "next", short);
    await underTest.letEnd();
    for (const key of [nobody, gaveBack, late]) {
      expect(await store.complete(key, "slow", long)).toBe(true);
      expect(await store.complete(key, "next", long)).toBe(false);
      expect(await store.claim(key, "other", long)).toBe("done");
    }
  });

  test("a lease that has ended cannot be given back", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "slow", short);
    await underTest.letEnd();
    expect(await store.release(key, "slow")).toBe(false);
    expect(await store.claim(key, "next", long)).toBe("claimed");
  });

  test("done outlasts the lease it was claimed with", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", short);
    await store.complete(key, "a", long);
    await underTest.letEnd();
    expect(await store.claim(key, "b", long)).toBe("done");
  });

  test("a key may be handled anew when its retention has ended, though its lease was longer", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "a", long);
    await store.complete(key, "a", short);
    await underTest.letEnd();
    expect(await store.claim(key, "b", long)).toBe("claimed");
    expect(await store.complete(key, "a", long)).toBe(false);
  });

  test("of two retentions the longer stands", async () => {
    const { store } = underTest;
    const [lengthened, kept] = [newKey(), newKey()];
    for (const key of [lengthened, kept]) await store.claim(key, "a", long);
    await store.complete(lengthened, "a", short);
    await store.complete(lengthened, "a", long);
    await store.complete(kept, "a", long);
    await store.complete(kept, "a", short);
    await underTest.letEnd();
    expect(await store.claim(lengthened, "b", long)).toBe("done");
    expect(await store.claim(kept, "b", long)).toBe("done");
  });
}
