import { describe, expect, test } from "vitest";
import { postgresStore, type Query } from "../src/index.ts";

const minute = 60_000;

describe("the function that runs statements", () => {
  test.each([undefined, null, "rows", {}, { rows: 1 }])(
    "that returns %j has failed: that is no yes or no",
    async (result) => {
      // @ts-expect-error it returns no rows
      const store = postgresStore(async () => result);
      await expect(store.claim("a", "a", minute)).rejects.toThrow("has to return the result");
      await expect(store.complete("a", "a", minute)).rejects.toThrow("has to return the result");
      await expect(store.release("a", "a")).rejects.toThrow("has to return the result");
      await expect(store.purge()).rejects.toThrow("has to return the result");
    },
  );

  test.each([[[]], [[["claimed"]]], [[{ claim: "claimed" }]], [[{ answer: "CLAIMED" }]]])(
    "that returns %j for a claim has failed",
    async (rows) => {
      await expect(postgresStore(async () => rows).claim("a", "a", minute)).rejects.toThrow(TypeError);
    },
  );

  test("is asked again, not for ever, while the database cannot serialize", async () => {
    const failure = Object.assign(new Error("could not serialize access"), { code: "40001" });
    let calls = 0;
    const failing = (times: number): Query => {
      calls = 0;
      return async () => (++calls <= times ? Promise.reject(failure) : [{ answer: "claimed" }]);
    };
    expect(await postgresStore(failing(3)).claim("a", "a", minute)).toBe("claimed");
    await expect(postgresStore(failing(1000)).claim("a", "a", minute)).rejects.toBe(failure);
    expect(calls).toBe(10);
    await expect(postgresStore(failing(1)).completeWithin(failing(1), { key: "a", owner: "a" })).rejects.toBe(failure);
    expect(calls).toBe(1);
  });

  test("has to be one", () => {
    // @ts-expect-error a pool is not a function that runs a statement
    expect(() => postgresStore({ query: () => {} })).toThrow(TypeError);
  });
});
