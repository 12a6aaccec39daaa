import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { Hono, type MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { timeout } from "hono/timeout";
import { afterAll, describe, expect, test } from "vitest";
import { memoryStore, mynthWebhook, on } from "../src/index.ts";

const secret = "wbs_late_handlers";
const servers: Server[] = [];

afterAll(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Guard = MiddlewareHandler;
type Work = () => Promise<number>;

/** Starts an application whose handler does some work, and returns how to deliver one event to it, again and again. */
async function start(chain: (guard: Guard) => Guard[], work: Work, useOn = false) {
  const errors: unknown[] = [];
  const guard: Guard = mynthWebhook(secret, { idempotency: { store: memoryStore() }, onError: () => {} });
  const app = new Hono();
  app.onError((error, c) => {
    errors.push(error);
    return error instanceof HTTPException ? error.getResponse() : c.text("failed", 500);
  });
  const handler: Guard = useOn
    ? on({
        all: async () => {
          if ((await work()) >= 300) throw new Error("failed");
        },
      })
    : async () => new Response(null, { status: await work() });
  for (const middleware of chain(guard)) app.use("/", middleware);
  app.post("/", handler);
  return { deliver: await listen(app), errors };
}

async function listen(app: Hono<never> | Hono): Promise<() => Promise<number>> {
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }) as Server;
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
  return async () => {
    const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer().catch(() => {});
    return response.status;
  };
}

/** Counts runs, and how many there were at once. The first takes longer than every timeout here. */
function createWork(first: number | "throws") {
  const seen = { runs: 0, atOnce: 0 };
  let now = 0;
  const work: Work = async () => {
    seen.runs += 1;
    now += 1;
    seen.atOnce = Math.max(seen.atOnce, now);
    const isFirst = seen.runs === 1;
    if (isFirst) await sleep(300);
    now -= 1;
    if (isFirst && first === "throws") throw new Error("failed");
    return isFirst && first !== "throws" ? first : 204;
  };
  return { seen, work };
}

const chains: { what: string; chain: (guard: Guard) => Guard[]; status: number }[] = [
  { what: "in front", chain: (guard) => [timeout(80), guard], status: 504 },
  { what: "behind", chain: (guard) => [guard, timeout(80)], status: 504 },
  { what: "behind, with 503", chain: (guard) => [guard, timeout(80, new HTTPException(503))], status: 503 },
  { what: "behind, with 408", chain: (guard) => [guard, timeout(80, () => new HTTPException(408))], status: 408 },
  { what: "in front, then behind", chain: (guard) => [timeout(80), guard, timeout(150)], status: 504 },
  { what: "behind, then in front", chain: (guard) => [timeout(150), guard, timeout(80)], status: 504 },
];

describe.concurrent.each(chains)("a timeout $what", ({ what, chain, status }) => {
  for (const useOn of [false, true]) {
    const handler = useOn ? "on()" : "a handler";
    test(`a timeout ${what} in Hono records the late success of ${handler}, and no retry runs next to it`, async () => {
      const { seen, work } = createWork(204);
      const { deliver } = await start(chain, work, useOn);
      expect(await deliver()).toBe(status);
      expect(await deliver()).toBe(409);
      await sleep(400);
      expect([await deliver(), seen]).toEqual([200, { runs: 1, atOnce: 1 }]);
    });

    test.each([500, "throws"] as const)(
      `a timeout ${what} in Hono has the retry run ${handler} after a late failure (%s)`,
      async (first) => {
        const { seen, work } = createWork(first);
        const { deliver } = await start(chain, work, useOn);
        expect(await deliver()).toBe(status);
        await sleep(400);
        expect([await deliver(), seen]).toEqual([204, { runs: 2, atOnce: 1 }]);
      },
    );
  }
});

test.each([504, 408])(
  "an error of a handler in Hono with status %d is no timeout, and the retry runs it",
  async (status) => {
    let runs = 0;
    const work: Work = async () => {
      runs += 1;
      if (runs === 1) throw Object.assign(new Error("the upstream timed out"), { status });
      return 204;
    };
    const { deliver } = await start((guard) => [guard], work);
    expect([await deliver(), await deliver(), await deliver(), runs]).toEqual([500, 204, 200, 2]);
  },
);

describe("a handler in Hono that writes to Node's response itself", () => {
  const startRaw = async (write: (outgoing: HttpBindings["outgoing"], run: number) => void) => {
    let runs = 0;
    const errors: unknown[] = [];
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.onError((error, c) => {
      errors.push(error);
      return c.text("failed", 500);
    });
    app.use(async (_c, next) => next());
    app.post("/", mynthWebhook(secret, { idempotency: { store: memoryStore() } }) as never, (c) => {
      runs += 1;
      write(c.env.outgoing, runs);
      return RESPONSE_ALREADY_SENT;
    });
    return { deliver: await listen(app as never), errors, getRuns: () => runs };
  };

  test("is recorded by the status it wrote, without an error", async () => {
    const { deliver, errors, getRuns } = await startRaw((outgoing) => void outgoing.writeHead(200).end("done"));
    expect([await deliver(), await deliver(), getRuns(), errors]).toEqual([200, 200, 1, []]);
  });

  test("is recorded by the status it writes later", async () => {
    const { deliver, getRuns } = await startRaw((outgoing, run) => {
      setTimeout(() => void outgoing.writeHead(run === 1 ? 500 : 204).end(), 20);
    });
    expect([await deliver(), await deliver(), await deliver(), getRuns()]).toEqual([500, 204, 200, 2]);
  });
});

test("c.req.parseBody() in front of mynthWebhook in Hono, which reads nothing of JSON, loses no delivery", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.parseBody();
    // What Hono before 4.12 leaves there, and then cannot read.
    Object.assign(c.req.bodyCache, { parsedBody: {} });
    await next();
  });
  app.post("/", mynthWebhook(secret), (c) => c.text(c.var.mynthEvent.task.id));
  const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
  expect((await app.request("/", { method: "POST", headers, body })).status).toBe(200);
});

describe("two guards with two stores and a timeout", () => {
  /** A store, and the calls that end its claims. */
  function createStore() {
    const store = memoryStore();
    const ends: string[] = [];
    return {
      ends,
      store: {
        ...store,
        complete: async (...args: Parameters<typeof store.complete>) => {
          ends.push("complete");
          return store.complete(...args);
        },
        release: async (...args: Parameters<typeof store.release>) => {
          ends.push("release");
          return store.release(...args);
        },
      },
    };
  }

  const orders: { what: string; chain: (outer: Guard, inner: Guard) => Guard[] }[] = [
    { what: "behind both", chain: (outer, inner) => [outer, inner, timeout(80)] },
    { what: "between them", chain: (outer, inner) => [outer, timeout(80), inner] },
    { what: "in front of both", chain: (outer, inner) => [timeout(80), outer, inner] },
  ];

  for (const { what, chain } of orders) {
    for (const { result, work, end } of [
      { result: "succeeds", work: async () => 200, end: "complete" },
      { result: "fails", work: async () => 500, end: "release" },
      { result: "throws", work: () => Promise.reject(new Error("broken")), end: "release" },
    ]) {
      test(`the claims of both guards end if the timeout is ${what} and the handler ${result} late`, async () => {
        const stores = [createStore(), createStore()];
        const [outer, inner] = stores.map(({ store }): Guard => mynthWebhook(secret, { idempotency: { store } }));
        if (outer === undefined || inner === undefined) throw new Error("unreachable");
        const app = new Hono();
        app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.text("failed", 500)));
        for (const middleware of chain(outer, inner)) app.use("/", middleware);
        app.post("/", async () => {
          await sleep(250);
          return new Response(null, { status: await work() });
        });
        const deliver = await listen(app);
        expect(await deliver()).toBe(504);
        await expect.poll(() => stores.map(({ ends }) => ends), { timeout: 2000 }).toEqual([[end], [end]]);
      });
    }
  }
});

test("a head that cannot be written can be written again", async () => {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post("/", mynthWebhook(secret, { idempotency: { store: memoryStore() } }), (c) => {
    const { outgoing } = c.env;
    const writeHead = outgoing.writeHead.bind(outgoing);
    try {
      writeHead(200, { "x-invalid": "a\nb" });
    } catch {
      writeHead(500);
    }
    outgoing.end("failed");
    return RESPONSE_ALREADY_SENT;
  });
  const deliver = await listen(app as unknown as Hono);
  expect(await deliver()).toBe(500);
});
