import { once } from "node:events";
import { startProxy } from "@mynth-webhooks/test-servers";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { openInOwnSchema } from "./databases.ts";

const { postgres = "" } = inject("servers");

afterEach(() => {
  vi.restoreAllMocks();
});

describe.skipIf(!postgres)("a restart of PostgreSQL", () => {
  test("a transaction that loses its connection between two statements rejects, and the next one commits", async () => {
    const proxy = await startProxy(postgres);
    const database = await openInOwnSchema(postgres, proxy.url);
    const reported = new EventTarget();
    vi.spyOn(console, "error").mockImplementation(() => reported.dispatchEvent(new Event("error")));
    try {
      const interrupted = database.transaction(async (query) => {
        await query("SELECT 1");
        const noticed = once(reported, "error");
        await proxy.cut();
        await noticed;
        await query("SELECT 2");
      });
      await expect(interrupted).rejects.toThrow(/not queryable|terminated/);

      await proxy.resume();
      await database.transaction(async (query) => {
        expect((await query("SELECT 3 AS three")).rows).toEqual([{ three: 3 }]);
      });
    } finally {
      await database.close();
      await proxy.cut();
    }
  });
});
