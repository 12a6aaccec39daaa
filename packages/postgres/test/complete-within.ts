import { setTimeout as sleep } from "node:timers/promises";
import type { Claim } from "@mynth-webhooks/core";
import { beforeAll, expect, test } from "vitest";
import { ClaimLostError, postgresStore, type Query } from "../src/index.ts";
import type { Database } from "./databases.ts";
import { withEffects } from "./tables.ts";

const minute = 60_000;

/** Tests `completeWithin` in the handler's transaction. */
export function testCompleteWithin(database: Database): void {
  const { table, effects, makeTables } = withEffects(database);
  const store = postgresStore(database.query, { table });
  beforeAll(makeTables);

  /** Does what a handler does: its effect and `completeWithin` in one transaction. */
  const handle = (key: string, owner: string, after?: (query: Query) => unknown) =>
    database.transaction(async (query) => {
      await query(`INSERT INTO ${table}_effects VALUES ($1, $2)`, [key, owner]);
      await store.completeWithin(query, { key, owner, retention: minute });
      await after?.(query);
    });

  test("completeWithin commits the effect and the record together, and a later complete() changes nothing", async () => {
    expect(await store.claim("together", "a", minute)).toBe("claimed");
    await handle("together", "a");
    expect(await store.claim("together", "b", minute)).toBe("done");
    expect(await store.complete("together", "a", minute)).toBe(true);
    expect(await store.release("together", "a")).toBe(false);
    expect(await store.claim("together", "b", minute)).toBe("done");
    expect(await effects("together")).toEqual(["a"]);
  });

  test("completeWithin commits nothing if the transaction fails, and the claim can be released", async () => {
    await store.claim("neither", "a", minute);
    const failing = handle("neither", "a", () => Promise.reject(new Error("after all not")));
    await expect(failing).rejects.toThrow("after all not");
    expect(await effects("neither")).toEqual([]);
    expect(await store.claim("neither", "b", minute)).toBe("in_progress");
    expect(await store.release("neither", "a")).toBe(true);
    expect(await store.claim("neither", "b", minute)).toBe("claimed");
  });

  test("completeWithin throws claim_lost if another worker took the delivery", async () => {
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

  test("completeWithin succeeds after the lease expired if nobody else claimed the delivery", async () => {
    await store.claim("late", "slow", 20);
    await sleep(40);
    await handle("late", "slow");
    expect(await store.claim("late", "next", minute)).toBe("done");
    expect(await effects("late")).toEqual(["slow"]);
  });

  test("completeWithin succeeds for one of two slow workers at the same time", async () => {
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

  test("completeWithin keeps the record as long as the claim says, or as long as it is told", async () => {
    const claim = (key: string) => ({ key, owner: "a", retention: minute });
    for (const key of ["kept", "shortened"]) await store.claim(key, "a", minute);
    await database.transaction((query) => store.completeWithin(query, claim("kept")));
    await database.transaction((query) => store.completeWithin(query, claim("shortened"), 20));
    await sleep(40);
    expect(await store.claim("kept", "b", minute)).toBe("done");
    expect(await store.claim("shortened", "b", minute)).toBe("claimed");
  });

  test("completeWithin throws claim_lost although complete() of the same owner would succeed", async () => {
    await store.claim("overtaken", "slow", 20);
    await sleep(40);
    await store.claim("overtaken", "next", minute);
    await expect(handle("overtaken", "slow")).rejects.toThrow(ClaimLostError);
    expect(await store.complete("overtaken", "slow", minute)).toBe(true);
    await expect(handle("overtaken", "next")).rejects.toThrow(ClaimLostError);
    expect(await effects("overtaken")).toEqual([]);
  });

  test("completeWithin accepts the longest key that a receiver passes", async () => {
    const key = "漢".repeat(512);
    await store.claim(key, "a", minute);
    await database.transaction((query) => store.completeWithin(query, { key, owner: "a", retention: minute }));
    expect(await store.claim(key, "b", minute)).toBe("done");
  });

  test("completeWithin rejects if the receiver has no store", async () => {
    const delivery: { claim?: Claim } = {};
    const work = database.transaction((query) => store.completeWithin(query, delivery.claim));
    await expect(work).rejects.toThrow("Pass this store to mynthWebhook() as idempotency.store");
  });
}
