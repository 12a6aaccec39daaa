import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { clusterClients } from "./clients.ts";
import { createPlainClient } from "./plain-client.ts";

const { redisCluster: url = "" } = inject("servers");

describe.skipIf(!url)("redisStore on a cluster", () => {
  const client = createPlainClient(url);
  afterAll(() => client.destroy());

  beforeAll(async () => {
    await client.connect();
    const isUp = async () => expect(await client.sendCommand(["CLUSTER", "INFO"])).toContain("cluster_state:ok");
    await vi.waitFor(isUp, { timeout: 10_000 });
  }, 15_000);

  test.each(Object.entries(clusterClients))(
    "redisStore claims, releases and completes on a cluster over %s",
    async (name, connect) => {
      const { store, stop } = await connect(url);
      const keys = Array.from({ length: 20 }, (_, index) => `${name}:${index}:{tag ${index}}`);
      for (const key of keys) {
        expect(await store.claim(key, "a", 60_000)).toBe("claimed");
        expect(await store.claim(key, "b", 60_000)).toBe("in_progress");
        expect(await store.release(key, "a")).toBe(true);
        expect(await store.claim(key, "b", 60_000)).toBe("claimed");
        expect(await store.complete(key, "b", 60_000)).toBe(true);
        expect(await store.claim(key, "c", 60_000)).toBe("done");
      }
      await stop();
    },
  );
});
