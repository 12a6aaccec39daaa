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
        await store.completeWithin(query, { key: "live", owner: "a", retention: minute });
        expect(await store.claim("live", "b", minute)).toBe("in_progress");
      });
      expect(await store.claim("live", "b", minute)).toBe("done");
    });

    test.each([
      { what: "a claim whose lease has expired", key: "late", prepare: () => store.claim("late", "slow", 20) },
      { what: "a key without a row", key: "absent", prepare: async () => {} },
    ])(
      "claim() returns in_progress at once while completeWithin is uncommitted for $what",
      async ({ key, prepare }) => {
        await prepare();
        await sleep(40);
        const claim = { key, owner: "slow", retention: minute };
        const failing = database.transaction(async (query) => {
          await store.completeWithin(query, claim);
          expect(await store.claim(key, "next", minute)).toBe("in_progress");
          throw new Error("fails");
        });
        await expect(failing).rejects.toThrow("fails");
        expect(await store.claim(key, "next", 20)).toBe("claimed");
        await sleep(40);
        await database.transaction(async (query) => {
          await store.completeWithin(query, claim);
          const duplicates = Array.from({ length: 20 }, (_, index) => store.claim(key, `duplicate ${index}`, minute));
          expect(new Set(await Promise.all(duplicates))).toEqual(new Set(["in_progress"]));
        });
        expect(await store.claim(key, "other", minute)).toBe("done");
      },
    );

    test("completeWithin fails in a transaction that began before another worker claimed the delivery", async () => {
      await store.claim("taken", "slow", 20);
      await sleep(40);
      const work = database.transaction(async (query) => {
        await query(effect, ["taken", "slow"]);
        expect(await store.claim("taken", "next", minute)).toBe("claimed");
        await store.completeWithin(query, { key: "taken", owner: "slow", retention: minute });
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
        await store.completeWithin(query, { key: "purged", owner: "slow", retention: minute });
        purging = store.purge();
        await sleep(50);
      });
      expect(await purging).toBe(0);
      expect(await store.claim("purged", "next", minute)).toBe("done");
    });
  },
);
