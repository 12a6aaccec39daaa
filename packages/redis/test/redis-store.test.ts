import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { redisStore, type SendCommand } from "../src/index.ts";
import { createPlainClient } from "./plain-client.ts";

const { redis: url = "" } = inject("servers");
const minute = 60_000;

describe.skipIf(!url)("redisStore and its keys on the server", () => {
  const client = createPlainClient(url);
  const send: SendCommand = (command) => client.sendCommand(command);
  beforeAll(() => client.connect());
  afterAll(() => client.destroy());

  test("redisStore puts its prefix before every key, and every key expires", async () => {
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

  test("redisStore with another prefix has its own keys", async () => {
    const key = randomUUID();
    expect(await redisStore(send, { prefix: "one:" }).claim(key, "a", minute)).toBe("claimed");
    expect(await redisStore(send, { prefix: "two:" }).claim(key, "a", minute)).toBe("claimed");
  });

  test("redisStore rejects an invalid lease, and claims nothing", async () => {
    const [store, key] = [redisStore(send), randomUUID()];
    for (const lease of [0, -1, 1.5, Number.NaN]) await expect(store.claim(key, "a", lease)).rejects.toThrow("ERR");
    expect(await store.claim(key, "a", minute)).toBe("claimed");
  });

  test("redisStore neither claims nor overwrites another program's key", async () => {
    const [store, key] = [redisStore(send), randomUUID()];
    await client.set(`mynth-webhooks:${key}`, "something else");
    expect(await store.claim(key, "a", minute)).toBe("in_progress");
    expect(await store.complete(key, "a", minute)).toBe(false);
    expect(await store.release(key, "a")).toBe(false);
    expect(await client.getDel(`mynth-webhooks:${key}`)).toBe("something else");
  });
});

describe("redisStore and the client's replies", () => {
  test("redisStore accepts replies that are bytes", async () => {
    const store = redisStore(async (command) => Buffer.from(command[1]?.includes("'done'") ? "claimed" : "yes"));
    expect(await store.claim("a", "a", minute)).toBe("claimed");
    expect(await store.release("a", "a")).toBe(true);
  });

  test.each([
    { reply: undefined, says: "your function returned undefined. Return the server's reply." },
    { reply: null, says: "your function returned null. Return the server's reply." },
    { reply: 1, says: "your function returned number. Return the server's reply." },
    { reply: {}, says: "your function returned object. Return the server's reply." },
  ])("redisStore rejects the reply $reply, which is not a string", async ({ reply, says }) => {
    const store = redisStore(async () => reply);
    await expect(store.claim("a", "a", minute)).rejects.toThrow(says);
    await expect(store.complete("a", "a", minute)).rejects.toThrow(says);
    await expect(store.release("a", "a")).rejects.toThrow(says);
  });

  test("redisStore rejects an unknown reply", async () => {
    const store = redisStore(async () => "QUEUED");
    await expect(store.claim("a", "a", minute)).rejects.toThrow('"QUEUED"');
    await expect(store.complete("a", "a", minute)).rejects.toThrow('"QUEUED"');
    await expect(store.release("a", "a")).rejects.toThrow('"QUEUED"');
  });

  test("redisStore sends commands with one key, and passes the key to the function", async () => {
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

test.each([undefined, null, "redis://localhost", 1, {}])(
  "redisStore throws a TypeError for the client %j",
  (client) => {
    // @ts-expect-error it is no client
    expect(() => redisStore(client)).toThrow(/Pass a client of redis, ioredis, iovalkey or valkey-glide/);
  },
);

test("redisStore passes its commands in the form of each kind of client", async () => {
  const sent: unknown[][] = [];
  const send = async (...args: unknown[]) => {
    sent.push(args);
    return "yes";
  };
  const emitter = { on: () => {}, listenerCount: () => 1 };
  const kinds = [
    { customCommand: send },
    { call: send, sendCommand: () => Promise.reject(new Error("not this")) },
    { ...emitter, masters: [], sendCommand: send },
    { ...emitter, getMasterNode: () => {}, sendCommand: send },
    { ...emitter, sendCommand: send },
  ];
  for (const client of kinds) await redisStore(client, { prefix: "" }).release("k", "a");
  const command = ["EVAL", expect.any(String), "1", "k", "a"];
  expect(sent).toEqual([[command], command, ["k", false, command], [false, command], [command]]);
});

test("redisStore throws a TypeError if its prefix is invalid", () => {
  // @ts-expect-error a prefix is a string
  expect(() => redisStore(async () => "yes", { prefix: 1 })).toThrow(TypeError);
});
