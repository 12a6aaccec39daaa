import { EventEmitter } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { postgresStore, type Query } from "../src/index.ts";

const minute = 60_000;

describe("postgresStore and the function that runs statements", () => {
  test.each([undefined, null, "rows", {}, { rows: 1 }])(
    "postgresStore rejects if its function returns %j instead of a result",
    async (result) => {
      // @ts-expect-error it returns no rows
      const store = postgresStore(async () => result);
      const says = "your function returned no rows. Return the query's result";
      await expect(store.claim("a", "a", minute)).rejects.toThrow(says);
      await expect(store.complete("a", "a", minute)).rejects.toThrow(says);
      await expect(store.release("a", "a")).rejects.toThrow(says);
      await expect(store.purge()).rejects.toThrow(says);
    },
  );

  test.each([[[]], [[["claimed"]]], [[{ claim: "claimed" }]], [[{ answer: "CLAIMED" }]]])(
    "postgresStore rejects if its function returns the rows %j for a claim",
    async (rows) => {
      await expect(postgresStore(async () => rows).claim("a", "a", minute)).rejects.toThrow(TypeError);
    },
  );

  test("postgresStore repeats a statement up to ten times on a serialization failure", async () => {
    const failure = Object.assign(new Error("could not serialize access"), { code: "40001" });
    let calls = 0;
    const failing = (times: number): Query => {
      calls = 0;
      return async () => (++calls <= times ? Promise.reject(failure) : [{ answer: "claimed" }]);
    };
    expect(await postgresStore(failing(3)).claim("a", "a", minute)).toBe("claimed");
    await expect(postgresStore(failing(1000)).claim("a", "a", minute)).rejects.toBe(failure);
    expect(calls).toBe(10);
    await expect(
      postgresStore(failing(1)).completeWithin(failing(1), { key: "a", owner: "a", retention: minute }),
    ).rejects.toBe(failure);
    expect(calls).toBe(1);
  });

  test.each([undefined, null, "postgres://localhost", 1, {}])(
    "postgresStore throws a TypeError for the client %j",
    (client) => {
      // @ts-expect-error it is no client
      expect(() => postgresStore(client)).toThrow(/^postgresStore: the client is .*Pass a pool of pg/);
    },
  );

  test.each([0, -1, Number.NaN, true, "1 h"])(
    "postgresStore throws a TypeError for a purgeInterval of %j",
    (interval) => {
      // @ts-expect-error some are no numbers
      expect(() => postgresStore(async () => [], { purgeInterval: interval })).toThrow(TypeError);
    },
  );
});

test("a connection that is lost in the moment it is lent does not end the process", async () => {
  const release = vi.fn();
  const client = Object.assign(new EventEmitter(), { query: async () => [{ answer: "claimed" }], release });
  const pool = Object.assign(new EventEmitter(), {
    totalCount: 1,
    query: client.query,
    connect(callback: (error: undefined, lent: typeof client) => void) {
      callback(undefined, client);
      client.emit("error", new Error("terminating connection due to administrator command"));
    },
  });
  expect(await postgresStore(pool).claim("a", "a", minute)).toBe("claimed");
  expect(release).toHaveBeenCalledOnce();
  expect(client.listenerCount("error")).toBe(0);
});
