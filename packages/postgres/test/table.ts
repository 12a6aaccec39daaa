import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { migration, migrationFor, postgresStore } from "../src/index.ts";
import type { Database } from "./databases.ts";

const minute = 60_000;

/** Tests the table: its migration, its name and its rows. */
export function testTable({ query }: Database): void {
  beforeAll(() => query(migration, []));

  test("migration is the content of migration.sql, and can run twice", async () => {
    expect(await readFile(new URL("../migration.sql", import.meta.url), "utf8")).toBe(migration);
    await query(migration, []);
  });

  test("purge() deletes the expired rows and no others", async () => {
    const store = postgresStore(query);
    await store.claim("claimed", "a", minute);
    await store.complete("done", "b", minute);
    await store.claim("expired claim", "c", 10);
    await store.complete("expired record", "d", 10);
    await sleep(20);
    expect(await store.purge()).toBe(2);
    expect(await store.purge()).toBe(0);
    expect(await store.claim("claimed", "x", minute)).toBe("in_progress");
    expect(await store.claim("done", "x", minute)).toBe("done");
    expect(await store.complete("expired claim", "c", minute)).toBe(true);
  });

  test("postgresStore accepts every key that a receiver passes: up to 512 characters, without control characters", async () => {
    const store = postgresStore(query);
    const keys = ["x".repeat(512), "\u{1f33f}".repeat(256), "漢".repeat(512), "ü".repeat(512), "sha256:", ""];
    for (const key of keys) expect(await store.claim(key, "a", minute)).toBe("claimed");
    for (const key of keys) expect(await store.complete(key, "a", minute)).toBe(true);
    for (const key of keys) expect(await store.claim(key, "b", minute)).toBe("done");
  });

  test.each(["select", "Claims", "app.claims", "App.Table", "_1"])(
    "postgresStore accepts a table named %s",
    async (table) => {
      for (const schema of ["app", "App"]) await query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`, []);
      await query(migrationFor(table), []);
      expect(await postgresStore(query, { table }).claim("key", "a", minute)).toBe("claimed");
    },
  );

  test.each(["", "a b", 'a"b', "a;b", "a.b.c", ".a", "a.", "1a", "a-b", "é", "a'", "x".repeat(64)])(
    "postgresStore throws a TypeError for a table named %j",
    (table) => {
      expect(() => postgresStore(query, { table })).toThrow(TypeError);
      expect(() => migrationFor(table)).toThrow(TypeError);
    },
  );

  test("postgresStore rejects with the database's error if the table does not exist", async () => {
    await expect(postgresStore(query, { table: "missing" }).claim("key", "a", minute)).rejects.toMatchObject({
      code: "42P01",
    });
  });
}
