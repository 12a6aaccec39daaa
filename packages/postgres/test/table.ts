import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { migration, migrationFor, postgresStore } from "../src/index.ts";
import type { Database } from "./databases.ts";

const minute = 60_000;

/** What it is made by, what it may be called and what it holds. */
export function testTable({ query }: Database): void {
  beforeAll(() => query(migration, []));

  test("is made by the statement that the package holds as a file, which may run again", async () => {
    expect(await readFile(new URL("../migration.sql", import.meta.url), "utf8")).toBe(migration);
    await query(migration, []);
  });

  test("loses what has ended to purge(), and nothing else", async () => {
    const store = postgresStore(query);
    await store.claim("claimed", "a", minute);
    await store.complete("done", "b", minute);
    await store.claim("ended claim", "c", 10);
    await store.complete("ended mark", "d", 10);
    await sleep(20);
    expect(await store.purge()).toBe(2);
    expect(await store.purge()).toBe(0);
    expect(await store.claim("claimed", "x", minute)).toBe("in_progress");
    expect(await store.claim("done", "x", minute)).toBe("done");
    expect(await store.complete("ended claim", "c", minute)).toBe(true);
  });

  test("takes a key of any text, and holds the longest as hashes", async () => {
    const store = postgresStore(query);
    const long = "x".repeat(100_000);
    const keys = ["\0", "a\0", long, `${long}.`, "\u{1f33f}".repeat(256), "ü".repeat(512), "sha256:", ""];
    for (const key of keys) expect(await store.claim(key, "a", minute)).toBe("claimed");
    for (const key of keys) expect(await store.complete(key, "a", minute)).toBe(true);
    for (const key of keys) expect(await store.claim(key, "b", minute)).toBe("done");
  });

  test.each(["select", "Claims", "app.claims", "App.Table", "_1"])("may be called %s", async (table) => {
    for (const schema of ["app", "App"]) await query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`, []);
    await query(migrationFor(table), []);
    expect(await postgresStore(query, { table }).claim("key", "a", minute)).toBe("claimed");
  });

  test.each(["", "a b", 'a"b', "a;b", "a.b.c", ".a", "a.", "1a", "a-b", "é", "a'", "x".repeat(64)])(
    "may not be called %j",
    (table) => {
      expect(() => postgresStore(query, { table })).toThrow(TypeError);
      expect(() => migrationFor(table)).toThrow(TypeError);
    },
  );

  test("that is not there rejects with what the database says", async () => {
    await expect(postgresStore(query, { table: "missing" }).claim("key", "a", minute)).rejects.toMatchObject({
      code: "42P01",
    });
  });
}
