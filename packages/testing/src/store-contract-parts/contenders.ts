import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest, short } from "./store-under-test.ts";

const contenders = Array.from({ length: 50 }, (_, index) => `contender ${index}`);

/** Tests concurrent calls. */
export function testContenders(underTest: StoreUnderTest): void {
  test("one of 50 concurrent claims of a new key succeeds", async () => {
    const { store } = underTest;
    const key = newKey();
    const claims = await Promise.all(contenders.map((owner) => store.claim(key, owner, long)));
    expect(claims.filter((claim) => claim === "claimed")).toHaveLength(1);
    expect(claims.filter((claim) => claim === "in_progress")).toHaveLength(49);
    const winner = contenders[claims.indexOf("claimed")] ?? "";
    expect(await store.complete(key, winner, long)).toBe(true);
  });

  test("one of 50 concurrent claims of a key with an expired lease succeeds", async () => {
    const { store } = underTest;
    const key = newKey();
    await store.claim(key, "slow", short);
    await underTest.waitForExpiry();
    const claims = await Promise.all(contenders.map((owner) => store.claim(key, owner, long)));
    expect(claims.filter((claim) => claim === "claimed")).toHaveLength(1);
    expect(claims.filter((claim) => claim === "in_progress")).toHaveLength(49);
  });

  test("a late complete() succeeds next to the next claim(), which either comes first or finds the key done", async () => {
    const { store } = underTest;
    const keys = contenders.map((name) => newKey(name));
    await Promise.all(keys.map((key) => store.claim(key, "slow", short)));
    await underTest.waitForExpiry();
    const outcomes = await Promise.all(
      keys.map((key) => Promise.all([store.claim(key, "next", long), store.complete(key, "slow", long)])),
    );
    for (const [claim, completed] of outcomes) {
      expect(completed).toBe(true);
      // A store may also answer "in_progress" if both come in the same moment.
      expect(["claimed", "in_progress", "done"]).toContain(claim);
    }
    const again = await Promise.all(keys.map((key) => store.claim(key, "next", long)));
    expect([...new Set(again)]).toEqual(["done"]);
  });

  test("one of two late complete() calls for the same key succeeds", async () => {
    const { store } = underTest;
    const keys = contenders.map((name) => newKey(name));
    for (const owner of ["slow", "slower"]) {
      await Promise.all(keys.map((key) => store.claim(key, owner, short)));
      await underTest.waitForExpiry();
    }
    const outcomes = await Promise.all(
      keys.map((key) => Promise.all([store.complete(key, "slow", long), store.complete(key, "slower", long)])),
    );
    for (const [slow, slower] of outcomes) expect(slow).toBe(!slower);
  });

  test("concurrent claims of different keys all succeed", async () => {
    const { store } = underTest;
    const keys = Array.from({ length: 200 }, () => newKey());
    const all = <Result>(step: (key: string) => Promise<Result>) =>
      Promise.all(keys.map(step)).then((results) => [...new Set(results)]);
    expect(await all((key) => store.claim(key, "a", long))).toEqual(["claimed"]);
    expect(await all((key) => store.complete(key, "a", long))).toEqual([true]);
    expect(await all((key) => store.claim(key, "b", long))).toEqual(["done"]);
  });
}
