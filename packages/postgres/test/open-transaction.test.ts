import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { overPg } from "./databases.ts";
import { withEffects } from "./tables.ts";

const { postgres: url = "" } = inject("servers");
const minute = 60_000;

/** These tests need two connections. */
describe.skipIf(!url).each(["read committed", "repeatable read", "serializable"])(
  "postgresStore while a %s transaction is open",
  (isolation) => {
    const database = overPg(url, isolation);
    const { table, effects, makeTables } = withEffects(database);
    const store = postgresStore(database.query, { table });
    beforeAll(makeTables);
    afterAll(database.stop);
    const effect = `INSERT INTO ${table}_effects VALUES ($1, $2)`;

    test("claim() returns in_progress at once while completeWithin is uncommitted and the lease is alive", async () => {
      await store.claim("live", "a", minute);
      await database.transaction(async (query) => {
        await store.completeWithin(query, { key: "live", owner: "a" });
        expect(await store.claim("live", "b", minute)).toBe("in_progress");
      });
      expect(await store.claim("live", "b", minute)).toBe("done");
    });

    test.each([
      { what: "is not granted if it commits", fails: false, claim: "in_progress", after: "done" },
      { what: "is granted if it fails", fails: true, claim: "claimed", after: "in_progress" },
    ])("claim() waits for a late uncommitted completeWithin, and $what", async ({ what, fails, claim, after }) => {
      await store.claim(what, "slow", 20);
      await sleep(40);
      let successor: Promise<string> | undefined;
      const work = database.transaction(async (query) => {
        await store.completeWithin(query, { key: what, owner: "slow" });
        successor = store.claim(what, "next", minute);
        expect(await Promise.race([successor, sleep(50, "waits")])).toBe("waits");
        if (fails) throw new Error("fails");
      });
      await (fails ? expect(work).rejects.toThrow("fails") : work);
      // Under a stricter isolation level the claim was repeated, so it saw the committed record.
      const expected = !fails && isolation !== "read committed" ? "done" : claim;
      expect(await successor).toBe(expected);
      expect(await store.claim(what, "other", minute)).toBe(after);
    });

    test("completeWithin fails in a transaction that began before another worker claimed the delivery", async () => {
      await store.claim("taken", "slow", 20);
      await sleep(40);
      const work = database.transaction(async (query) => {
        await query(effect, ["taken", "slow"]);
        expect(await store.claim("taken", "next", minute)).toBe("claimed");
        await store.completeWithin(query, { key: "taken", owner: "slow" });
      });
      // Under a stricter isolation level PostgreSQL itself fails the statement.
      const code = isolation === "read committed" ? "claim_lost" : "40001";
      await expect(work).rejects.toMatchObject({ code });
      expect(await effects("taken")).toEqual([]);
      expect(await store.complete("taken", "next", minute)).toBe(true);
    });

    test("purge() deletes no row that an open transaction completes", async () => {
      await store.claim("purged", "slow", 20);
      await sleep(40);
      let purging: Promise<number> | undefined;
      await database.transaction(async (query) => {
        await store.completeWithin(query, { key: "purged", owner: "slow" });
        purging = store.purge();
        await sleep(50);
      });
      expect(await purging).toBe(0);
      expect(await store.claim("purged", "next", minute)).toBe("done");
    });
  },
);
