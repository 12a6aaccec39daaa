import { setTimeout as sleep } from "node:timers/promises";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { type IdempotencyStore, memoryStore, mynthWebhook } from "../src/index.ts";

const secret = "wbs_fastify";

/** Creates a store that records slowly, and whose connection can end, as that of a database. */
function createDatabase() {
  const memory = memoryStore();
  let isOpen = true;
  const recorded: boolean[] = [];
  const store: IdempotencyStore = {
    ...memory,
    async complete(...args) {
      await sleep(100);
      if (!isOpen) throw new Error("the connection has ended");
      recorded.push(await memory.complete(...args));
      return true;
    },
  };
  return {
    store,
    recorded,
    async end() {
      isOpen = false;
    },
  };
}

type Database = ReturnType<typeof createDatabase>;
const register = (app: FastifyInstance, { store }: Database) =>
  app.register(mynthWebhook, { secret, idempotency: { store } });

test.each<{ what: string; set: (app: FastifyInstance, database: Database) => Promise<unknown> }>([
  {
    what: "before the plugin",
    set: async (app, database) => {
      app.addHook("onClose", () => database.end());
      await register(app, database);
    },
  },
  {
    what: "after the plugin",
    set: async (app, database) => {
      await register(app, database);
      app.addHook("onClose", () => database.end());
    },
  },
  {
    what: "while the plugin is in a scope",
    set: async (app, database) => {
      await app.register(async (scope) => {
        await register(scope, database);
        scope.post("/scoped", async () => ({}));
        scope.addHook("onClose", () => database.end());
      });
      app.addHook("onClose", () => database.end());
    },
  },
])(
  "close() records every acknowledged event before the store's connection ends in an onClose hook that was added $what",
  async ({ set }) => {
    const database = createDatabase();
    const app = Fastify();
    await set(app, database);
    if (!app.hasRoute({ method: "POST", url: "/scoped" })) app.post("/scoped", async () => ({}));
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const send = async (id: string) => {
      const signed = signDelivery({ ...completedPayload, task: { id } }, { secret });
      return (await fetch(`${url}/scoped`, { method: "POST", ...signed })).status;
    };
    expect(await Promise.all(["tsk_1", "tsk_2", "tsk_3"].map(send))).toEqual([200, 200, 200]);
    await app.close();
    expect(database.recorded).toEqual([true, true, true]);
  },
);
