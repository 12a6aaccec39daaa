import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { redisStore, type SendCommand } from "../src/index.ts";
import { plainClient } from "./plain-client.ts";

const { redis: url = "" } = inject("servers");
const minute = 60_000;

describe.skipIf(!url)("what is on the server", () => {
  const client = plainClient(url);
  const send: SendCommand = (command) => client.sendCommand(command);
  beforeAll(() => client.connect());
  afterAll(() => client.destroy());

  test("stands under the prefix, and ends by itself", async () => {
    const [store, key] = [redisStore(send), randomUUID()];
    await store.claim(key, "a", minute);
    expect(await client.get(`mynth-webhooks:${key}`)).toBe("claimed a");
    expect(await client.pTTL(`mynth-webhooks:${key}`)).toBeGreaterThan(minute / 2);
    await store.complete(key, "a", 2 * minute);
    expect(await client.get(`mynth-webhooks:${key}`)).toBe("done a");
    expect(await client.pTTL(`mynth-webhooks:${key}`)).toBeGreaterThan(minute);
    const other = redisStore(send, { prefix: "" });
    await other.claim(key, "b", minute);
    expect(await client.get(key)).toBe("claimed b");
    await other.release(key, "b");
    expect(await client.exists(key)).toBe(0);
  });

  test("prefixes keep stores apart", async () => {
    const key = randomUUID();
    expect(await redisStore(send, { prefix: "one:" }).claim(key, "a", minute)).toBe("claimed");
    expect(await redisStore(send, { prefix: "two:" }).claim(key, "a", minute)).toBe("claimed");
  });

  test("a lease that is no time at all rejects, and claims nothing", async () => {
    const [store, key] = [redisStore(send), randomUUID()];
    for (const lease of [0, -1, 1.5, Number.NaN]) await expect(store.claim(key, "a", lease)).rejects.toThrow("ERR");
    expect(await store.claim(key, "a", minute)).toBe("claimed");
  });

  test("another program's value under the key is neither claimed nor overwritten", async () => {
    const [store, key] = [redisStore(send), randomUUID()];
    await client.set(`mynth-webhooks:${key}`, "something else");
    expect(await store.claim(key, "a", minute)).toBe("in_progress");
    expect(await store.complete(key, "a", minute)).toBe(false);
    expect(await store.release(key, "a")).toBe(false);
    expect(await client.getDel(`mynth-webhooks:${key}`)).toBe("something else");
  });
});

describe("a client's replies", () => {
  test("may be bytes", async () => {
    const store = redisStore(async (command) => Buffer.from(command[1]?.includes("'done'") ? "claimed" : "yes"));
    expect(await store.claim("a", "a", minute)).toBe("claimed");
    expect(await store.release("a", "a")).toBe(true);
  });

  test.each([undefined, null, 1, {}])("that are no text (%s) reject, and are no yes or no", async (reply) => {
    const store = redisStore(async () => reply);
    await expect(store.claim("a", "a", minute)).rejects.toThrow("has to return the reply");
    await expect(store.complete("a", "a", minute)).rejects.toThrow("has to return the reply");
    await expect(store.release("a", "a")).rejects.toThrow("has to return the reply");
  });

  test("that make no sense reject", async () => {
    const store = redisStore(async () => "QUEUED");
    await expect(store.claim("a", "a", minute)).rejects.toThrow('"QUEUED"');
    await expect(store.complete("a", "a", minute)).rejects.toThrow('"QUEUED"');
    await expect(store.release("a", "a")).rejects.toThrow('"QUEUED"');
  });

  test("are to commands on one key, which is named beside them", async () => {
    const commands: unknown[] = [];
    const store = redisStore(async (command, key) => {
      commands.push([command[0], command[2], command[3], key]);
      return "yes";
    });
    await store.complete("k", "a", minute);
    await store.release("k", "a");
    expect(commands).toEqual(Array(2).fill(["EVAL", "1", "mynth-webhooks:k", "mynth-webhooks:k"]));
  });
});

test("refuses what is no function or no prefix at once", () => {
  // @ts-expect-error a client is not a function that sends a command
  expect(() => redisStore({ sendCommand: () => {} })).toThrow(TypeError);
  // @ts-expect-error a number is no prefix
  expect(() => redisStore(async () => "yes", { prefix: 1 })).toThrow(TypeError);
});
