import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { ClaimLostError, postgresStore, type Query } from "../src/index.ts";
import type { Database } from "./databases.ts";
import { withEffects } from "./tables.ts";

const minute = 60_000;

/** The mark in a transaction of the handler's. */
export function testCompleteWithin(database: Database): void {
  const { table, effects, makeTables } = withEffects(database);
  const store = postgresStore(database.query, { table });
  beforeAll(makeTables);

  /** What a handler does: its effect and its mark in one transaction. */
  const handle = (key: string, owner: string, after?: (query: Query) => unknown) =>
    database.transaction(async (query) => {
      await query(`INSERT INTO ${table}_effects VALUES ($1, $2)`, [key, owner]);
      await store.completeWithin(query, { key, owner });
      await after?.(query);
    });

  test("commits the effect and the mark together, and leaves the receiver nothing to do", async () => {
    expect(await store.claim("together", "a", minute)).toBe("claimed");
    await handle("together", "a");
    expect(await store.claim("together", "b", minute)).toBe("done");
    expect(await store.complete("together", "a", minute)).toBe(true);
    expect(await store.release("together", "a")).toBe(false);
    expect(await store.claim("together", "b", minute)).toBe("done");
    expect(await effects("together")).toEqual(["a"]);
  });

  test("commits neither when the transaction fails, and the claim can be given back", async () => {
    await store.claim("neither", "a", minute);
    const failing = handle("neither", "a", () => Promise.reject(new Error("after all not")));
    await expect(failing).rejects.toThrow("after all not");
    expect(await effects("neither")).toEqual([]);
    expect(await store.claim("neither", "b", minute)).toBe("in_progress");
    expect(await store.release("neither", "a")).toBe(true);
    expect(await store.claim("neither", "b", minute)).toBe("claimed");
  });

  test("a slow worker whose delivery was taken over commits nothing", async () => {
    await store.claim("taken", "slow", 20);
    await sleep(40);
    await store.claim("taken", "next", minute);
    const late = handle("taken", "slow");
    await expect(late).rejects.toThrow(ClaimLostError);
    await expect(late).rejects.toMatchObject({ code: "claim_lost", key: "taken" });
    await handle("taken", "next");
    await expect(handle("taken", "slow")).rejects.toThrow(ClaimLostError);
    expect(await effects("taken")).toEqual(["next"]);
  });

  test("a slow worker whom nobody replaced commits", async () => {
    await store.claim("late", "slow", 20);
    await sleep(40);
    await handle("late", "slow");
    expect(await store.claim("late", "next", minute)).toBe("done");
    expect(await effects("late")).toEqual(["slow"]);
  });

  test("of two slow workers at the same moment one commits", async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `two ${index}`);
    for (const owner of ["slow", "slower"]) {
      for (const key of keys) await store.claim(key, owner, 20);
      await sleep(40);
    }
    for (const key of keys) {
      const outcomes = await Promise.allSettled([handle(key, "slow"), handle(key, "slower")]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await effects(key)).toHaveLength(1);
    }
  });

  test("keeps the mark for as long as is said, or as the receiver says if that is longer", async () => {
    for (const key of ["kept", "forgotten"]) {
      await store.claim(key, "a", minute);
      await database.transaction((query) => store.completeWithin(query, { key, owner: "a" }, 20));
    }
    await store.complete("kept", "a", minute);
    await sleep(40);
    expect(await store.claim("kept", "b", minute)).toBe("done");
    expect(await store.claim("forgotten", "b", minute)).toBe("claimed");
  });

  test("takes the keys that are stored as hashes", async () => {
    const key = `\0${"long".repeat(2000)}`;
    await store.claim(key, "a", minute);
    await database.transaction((query) => store.completeWithin(query, { key, owner: "a" }));
    expect(await store.claim(key, "b", minute)).toBe("done");
  });

  test("rejects where the receiver was given no store", async () => {
    const delivery: { claim?: { key: string; owner: string } } = {};
    const work = database.transaction((query) => store.completeWithin(query, delivery.claim));
    await expect(work).rejects.toThrow("Give mynthWebhook() this store");
  });
}
