import { randomUUID } from "node:crypto";
import { createClient, createCluster } from "redis";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { clients } from "./clients.ts";
import { startProxy } from "./proxy.ts";

const { redis: url = "" } = inject("servers");
const minute = 60_000;

describe.skipIf(!url)("redisStore and a connection that is cut", () => {
  async function createProxy() {
    const proxy = await startProxy(url);
    onTestFinished(() => proxy.stop());
    return proxy;
  }

  test.each(Object.entries(clients))(
    "a lost connection of %s does not end the process, and claims succeed again",
    async (_name, connect) => {
      const proxy = await createProxy();
      const { store, stop } = await connect(proxy.url);
      const key = randomUUID();
      expect(await store.claim(key, "a", minute)).toBe("claimed");
      proxy.cut();
      const claimAgain = () => store.claim(key, "a", minute).catch(() => "rejected");
      await expect.poll(claimAgain, { timeout: 10_000 }).toBe("claimed");
      expect(await store.claim(key, "b", minute)).toBe("in_progress");
      await stop();
    },
  );

  test("a claim of redis that still waits for the connection when it is aborted is never sent", async () => {
    const proxy = await createProxy();
    const client = await createClient({ url: proxy.url, socket: { reconnectStrategy: 50 } }).connect();
    const store = redisStore(client);
    proxy.close();
    await expect.poll(() => client.isReady).toBe(false);
    const [key, controller] = [randomUUID(), new AbortController()];
    const waiting = store.claim(key, "a", minute, controller);
    const rejection = expect(waiting).rejects.toThrow("too late");
    controller.abort(new Error("too late"));
    await rejection;
    await expect(waiting).rejects.toBe(controller.signal.reason);
    proxy.open();
    await expect.poll(() => client.isReady, { timeout: 10_000 }).toBe(true);
    expect(await store.claim(key, "b", minute)).toBe("claimed");
    await client.close();
  });
});

test("redisStore adds an error listener to a client of redis that has none", () => {
  const options = { url: "redis://127.0.0.1:1" };
  for (const client of [createClient(options), createCluster({ rootNodes: [options] })]) {
    redisStore(client);
    redisStore(client);
    expect(client.listenerCount("error")).toBe(1);
  }
  const own = createClient(options).on("error", () => {});
  redisStore(own);
  expect(own.listenerCount("error")).toBe(1);
});
