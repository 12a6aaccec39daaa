import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { overPg } from "./databases.ts";
import { withEffects } from "./tables.ts";

const { postgres: url = "" } = inject("servers");
const minute = 60_000;

/** Two who are at it at once, which takes two connections. */
describe.skipIf(!url).each(["read committed", "repeatable read", "serializable"])(
  "while a %s transaction is open",
  (isolation) => {
    const database = overPg(url, isolation);
    const { table, effects, makeTables } = withEffects(database);
    const store = postgresStore(database.query, { table });
    beforeAll(makeTables);
    afterAll(database.stop);
    const effect = `INSERT INTO ${table}_effects VALUES ($1, $2)`;

    test("a duplicate is told at once that the delivery is in progress", async () => {
      await store.claim("live", "a", minute);
      await database.transaction(async (query) => {
        await store.completeWithin(query, { key: "live", owner: "a" });
        expect(await store.claim("live", "b", minute)).toBe("in_progress");
      });
      expect(await store.claim("live", "b", minute)).toBe("done");
    });

    test.each([
      { what: "commits, the key is not given away", fails: false, claim: "in_progress", after: "done" },
      { what: "fails, the key is given away", fails: true, claim: "claimed", after: "in_progress" },
    ])("of late work, its successor waits: if it $what", async ({ what, fails, claim, after }) => {
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
      // Where the default is stricter, the claim was repeated and so has seen the mark.
      const expected = !fails && isolation !== "read committed" ? "done" : claim;
      expect(await successor).toBe(expected);
      expect(await store.claim(what, "other", minute)).toBe(after);
    });

    test("that began before its delivery was taken over, it cannot commit", async () => {
      await store.claim("taken", "slow", 20);
      await sleep(40);
      const work = database.transaction(async (query) => {
        await query(effect, ["taken", "slow"]);
        expect(await store.claim("taken", "next", minute)).toBe("claimed");
        await store.completeWithin(query, { key: "taken", owner: "slow" });
      });
      // PostgreSQL itself refuses where the transaction may not see what came after it.
      const code = isolation === "read committed" ? "claim_lost" : "40001";
      await expect(work).rejects.toMatchObject({ code });
      expect(await effects("taken")).toEqual([]);
      expect(await store.complete("taken", "next", minute)).toBe(true);
    });

    test("nothing that is being completed is purged", async () => {
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
