import { setTimeout as sleep } from "node:timers/promises";
import type { StoreCallOptions } from "@mynth-webhooks/core";
import { Pool } from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ClaimLostError, migrationFor, postgresStore } from "../src/index.ts";
import { createTableName } from "./tables.ts";

const { postgres: url = "" } = inject("servers");
const minute = 60_000;

describe.skipIf(!url)("postgresStore over a pool of pg", () => {
  const table = createTableName();
  const admin = new Pool({ connectionString: url });
  const pools: Pool[] = [];
  beforeAll(async () => {
    await admin.query(`${migrationFor(table)} CREATE TABLE ${table}_effects (key text)`);
  });
  afterAll(async () => {
    await Promise.all([admin, ...pools].map((pool) => pool.end()));
  });

  /** Creates a pool of one connection, so that whoever keeps it is noticed. */
  function createPool(): Pool {
    const pool = new Pool({ connectionString: url, max: 1, application_name: table });
    pools.push(pool);
    return pool;
  }

  const createAbort = () => {
    const controller = new AbortController();
    const options: StoreCallOptions = { signal: controller.signal };
    return { options, abort: () => controller.abort(new Error("too late")) };
  };

  const terminateConnections = () =>
    admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [table]);

  const countEffects = async (key: string) => {
    const { rows } = await admin.query(`SELECT count(*)::int AS count FROM ${table}_effects WHERE key = $1`, [key]);
    return rows[0].count;
  };

  test("a lost idle connection does not end the process, and the next claim gets a new one", async () => {
    const store = postgresStore(createPool(), { table });
    expect(await store.claim("idle", "a", minute)).toBe("claimed");
    await terminateConnections();
    await sleep(50);
    expect(await store.claim("idle", "b", minute)).toBe("in_progress");
  });

  test("a pool with an error listener keeps it, and gets no other", () => {
    const pool = createPool();
    postgresStore(pool, { table });
    postgresStore(pool, { table });
    expect(pool.listenerCount("error")).toBe(1);
    const own = createPool().on("error", () => {});
    postgresStore(own, { table });
    expect(own.listenerCount("error")).toBe(1);
  });

  test("a claim that still waits for a connection when it is aborted is never sent", async () => {
    const pool = createPool();
    const store = postgresStore(pool, { table });
    const busy = pool.query("SELECT pg_sleep(0.2)");
    const { options, abort } = createAbort();
    const waiting = store.claim("dropped", "a", minute, options);
    const rejection = expect(waiting).rejects.toThrow("too late");
    abort();
    await busy;
    await rejection;
    await expect(waiting).rejects.toBe(options.signal.reason);
    expect(await store.claim("dropped", "b", minute)).toBe("claimed");
  });

  test("a statement that hangs when it is aborted gives its connection up", async () => {
    const pool = createPool();
    const store = postgresStore(pool, { table });
    await store.claim("hanging", "a", 1);
    const holder = await admin.connect();
    await holder.query("BEGIN");
    await holder.query(`SELECT FROM ${table} WHERE key = 'hanging' FOR UPDATE`);
    const { options, abort } = createAbort();
    const hanging = expect(store.claim("hanging", "b", minute, options)).rejects.toThrow();
    await sleep(50);
    abort();
    await hanging;
    expect(await store.claim("another", "b", minute)).toBe("claimed");
    await holder.query("ROLLBACK");
    holder.release();
  });

  test("a statement leaves no listener on the connection, whether it succeeds or fails", async () => {
    const pool = createPool();
    const store = postgresStore(pool, { table });
    await store.claim("listeners", "a", minute);
    const client = await pool.connect();
    expect(client.listenerCount("error")).toBe(0);
    client.release();
    await expect(postgresStore(pool, { table: "missing" }).claim("a", "a", minute)).rejects.toThrow("missing");
    expect(await store.claim("listeners", "b", minute)).toBe("in_progress");
  });

  describe("completeInTransaction", () => {
    const claimAs = (key: string, owner = "a") => ({ key, owner, retention: minute });
    const insert = `INSERT INTO ${table}_effects VALUES ($1)`;

    test("commits the effect and the record together, and tells the receiver", async () => {
      const [pool, claim] = [createPool(), claimAs("together")];
      const store = postgresStore(pool, { table });
      await store.claim("together", "a", minute);
      const value = await store.completeInTransaction(pool, claim, async (client) => {
        await client.query(insert, ["together"]);
        return "value";
      });
      expect(value).toBe("value");
      expect(claim).toMatchObject({ isRecorded: true });
      expect(await store.claim("together", "b", minute)).toBe("done");
      expect(await countEffects("together")).toBe(1);
    });

    test("rolls back if the work fails, and keeps the connection", async () => {
      const [pool, claim] = [createPool(), claimAs("neither")];
      const store = postgresStore(pool, { table });
      await store.claim("neither", "a", minute);
      const work = store.completeInTransaction(pool, claim, async (client) => {
        await client.query(insert, ["neither"]);
        throw new Error("after all not");
      });
      await expect(work).rejects.toThrow("after all not");
      expect(claim).not.toHaveProperty("isRecorded");
      expect(pool.totalCount).toBe(1);
      expect(await countEffects("neither")).toBe(0);
      expect(await store.release("neither", "a")).toBe(true);
    });

    test("rolls back and throws ClaimLostError if another worker took the delivery", async () => {
      const pool = createPool();
      const store = postgresStore(pool, { table });
      await store.claim("taken", "next", minute);
      const work = store.completeInTransaction(pool, claimAs("taken"), (client) => client.query(insert, ["taken"]));
      await expect(work).rejects.toThrow(ClaimLostError);
      expect(await countEffects("taken")).toBe(0);
    });

    test("rejects if the work ignored a failed statement, because then PostgreSQL commits nothing", async () => {
      const [pool, claim] = [createPool(), claimAs("ignored")];
      const store = postgresStore(pool, { table });
      await store.claim("ignored", "a", minute);
      const work = store.completeInTransaction(pool, claim, async (client) => {
        await client.query(insert, ["ignored"]);
        await client.query("SELECT 1/0").catch(() => {});
      });
      await expect(work).rejects.toThrow(/error was ignored, so nothing was committed/);
      expect(claim).not.toHaveProperty("isRecorded");
      expect(await store.claim("ignored", "b", minute)).toBe("in_progress");
    });

    test("rejects if the connection is lost while the work waits, and the process lives", async () => {
      const pool = createPool();
      const store = postgresStore(admin, { table });
      await store.claim("lost", "a", minute);
      const work = store.completeInTransaction(pool, claimAs("lost"), async (client) => {
        await client.query(insert, ["lost"]);
        await terminateConnections();
        await sleep(50);
      });
      await expect(work).rejects.toThrow();
      expect(await countEffects("lost")).toBe(0);
      expect(await store.release("lost", "a")).toBe(true);
      expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    });

    test("rejects without a claim", async () => {
      const pool = createPool();
      const work = postgresStore(pool, { table }).completeInTransaction(pool, undefined, async () => {});
      await expect(work).rejects.toThrow("Pass this store to mynthWebhook() as idempotency.store");
    });
  });

  test("a claim over postgres that still waits for a connection when it is aborted is never sent", async () => {
    const sql = postgres(url, { max: 1 });
    const store = postgresStore(sql, { table });
    await store.claim("first", "a", minute);
    const busy = sql`SELECT pg_sleep(0.1)`.execute();
    const ahead = [store.claim("ahead", "a", minute), store.claim("behind", "a", minute)];
    const { options, abort } = createAbort();
    const waiting = store.claim("dropped by postgres", "a", minute, options);
    abort();
    await expect(waiting).rejects.toBe(options.signal.reason);
    await busy;
    expect(await Promise.all(ahead)).toEqual(["claimed", "claimed"]);
    expect(await store.claim("dropped by postgres", "b", minute)).toBe("claimed");
    await sql.end();
  });

  test("purge() deletes many rows in batches, by the index", async () => {
    const many = createTableName();
    await admin.query(migrationFor(many));
    await admin.query(
      `INSERT INTO ${many} SELECT i::text, 'a', true, now() + (CASE WHEN i <= 2500 THEN -1 ELSE 1 END) * interval '1 hour' FROM generate_series(1, 20000) AS i`,
    );
    await admin.query(`ANALYZE ${many}`);
    const statements: string[] = [];
    const store = postgresStore(
      (text, values) => {
        statements.push(text);
        return admin.query(text, values);
      },
      { table: many },
    );
    expect(await store.purge()).toBe(2500);
    expect(statements).toHaveLength(3);
    const { rows } = await admin.query(`EXPLAIN ${statements[0]?.replace("$1", "1000")}`);
    expect(JSON.stringify(rows)).toContain(`Index Scan using ${many}_expires_at`);
    expect((await admin.query(`SELECT count(*)::int AS count FROM ${many}`)).rows).toEqual([{ count: 17_500 }]);
  });

  test("claims delete expired rows now and then, unless purgeInterval is false", async () => {
    const old = createTableName();
    await admin.query(migrationFor(old));
    await admin.query(`INSERT INTO ${old} VALUES ('old', 'a', true, now() - interval '1 hour')`);
    const keys = async () => (await admin.query(`SELECT key FROM ${old} ORDER BY key`)).rows.map(({ key }) => key);
    await postgresStore(admin, { table: old, purgeInterval: false }).claim("a", "a", minute);
    await sleep(20);
    expect(await keys()).toEqual(["a", "old"]);
    const store = postgresStore(admin, { table: old, purgeInterval: 0.001 });
    await sleep(5);
    await store.claim("b", "a", minute);
    await expect.poll(keys).toEqual(["a", "b"]);
  });
});
