import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { serve } from "@hono/node-server";
import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { mynthWebhook as forWeb } from "@mynth-webhooks/web";
import express from "express";
import express4 from "express4";
import Fastify, { type FastifyInstance } from "fastify";
import { Hono } from "hono";
import { afterEach, describe, expect, test } from "vitest";

const secret = "wbs_settling";
const path = "/webhooks/mynth";

/** A handler's answer. */
interface Answer {
  readonly status: number;
  /** The body piece by piece. An error breaks it off. */
  readonly pieces?: readonly (string | Error)[];
}

type Work = () => Promise<Answer>;
type Running = { port: number; stop(): Promise<unknown> };
type Start = (work: Work, store?: IdempotencyStore) => Promise<Running>;

/** Creates a store that answers after a delay in milliseconds. */
function createSlowStore(delay: number): IdempotencyStore {
  const store = memoryStore();
  return {
    ...store,
    claim: async (...claim) => {
      await setTimeout(delay);
      return store.claim(...claim);
    },
  };
}

const idempotency = (store = memoryStore()) => ({ idempotency: { store } });

function toReadable(pieces: readonly (string | Error)[]): Readable {
  return Readable.from(
    (async function* () {
      for (const piece of pieces) {
        if (piece instanceof Error) throw piece;
        yield piece;
      }
    })(),
  );
}

const startExpress =
  (framework: typeof express): Start =>
  async (work, store) => {
    const app = framework();
    app.post(path, forExpress(secret, idempotency(store)), (_req, res, next) => {
      work().then(({ status, pieces }) => {
        res.status(status);
        if (!pieces) return void res.end();
        toReadable(pieces)
          .on("error", () => res.destroy())
          .pipe(res);
      }, next);
    });
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { port: getPort(server.address()), stop: async () => void server.close().closeAllConnections() };
  };

const startFastify: Start = async (work, store) => listenWithFastify(Fastify(), work, store);

async function listenWithFastify(app: FastifyInstance, work: Work, store?: IdempotencyStore): Promise<Running> {
  await app.register(forFastify, { secret, ...idempotency(store) });
  app.post(path, async (_request, reply) => {
    const { status, pieces } = await work();
    return reply.code(status).send(pieces && toReadable(pieces));
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: getPort(app.server.address()), stop: () => app.close() };
}

const startHono: Start = async (work, store) => {
  const app = new Hono();
  app.post(path, forHono(secret, idempotency(store)), async () => {
    const { status, pieces } = await work();
    const body = pieces ? (Readable.toWeb(toReadable(pieces)) as ReadableStream) : null;
    return new Response(body, { status });
  });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  await once(server, "listening");
  return {
    port: getPort(server.address()),
    stop: async () => void server.close(),
  };
};

const startWeb: Start = async (work, store) => {
  const handle = async () => {
    const { status, pieces } = await work();
    return new Response(pieces ? (Readable.toWeb(toReadable(pieces)) as ReadableStream) : null, { status });
  };
  const fetch = forWeb(handle, { secret, ...idempotency(store) });
  const server = serve({ fetch, hostname: "127.0.0.1", port: 0 });
  await once(server, "listening");
  return { port: getPort(server.address()), stop: async () => void server.close() };
};

function getPort(address: unknown): number {
  return Number(Reflect.get(Object(address), "port"));
}

const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.stop()));
});

async function send(port: number): Promise<number> {
  const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
  const url = `http://127.0.0.1:${port}${path}`;
  const response = await fetch(url, { method: "POST", headers: { ...headers, connection: "close" }, body });
  await response.text().catch(() => "broken off");
  return response.status;
}

/** Sends a delivery and disconnects once `entered` resolves. */
async function sendAndLeave(port: number, entered: Promise<unknown>): Promise<void> {
  const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
  const socket = connect(port, "127.0.0.1");
  const lines = Object.entries({ host: "x", "content-length": Buffer.byteLength(body), ...headers });
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.map((line) => line.join(": ")).join("\r\n")}\r\n\r\n${body}`);
  await entered;
  socket.destroy();
  await once(socket, "close");
}

describe.each([
  { framework: "Express 5", start: startExpress(express) },
  { framework: "Express 4", start: startExpress(express4) },
  { framework: "Fastify", start: startFastify },
  { framework: "Hono on Node", start: startHono },
  { framework: "a web handler on Node", start: startWeb },
])("$framework and the result of the handler", ({ framework, start }) => {
  /** Starts an application whose handler runs one function per call. */
  async function withWork(...works: Work[]) {
    const calls = { count: 0 };
    const app = await start(() => {
      calls.count += 1;
      return (works.shift() ?? (async () => ({ status: 204 })))();
    });
    running.push(app);
    return { port: app.port, calls };
  }

  for (const { what, answer, runs } of [
    { what: "a 2xx without a body", answer: { status: 204 }, runs: 1 },
    { what: "a 2xx with a body", answer: { status: 201, pieces: ["done"] }, runs: 1 },
    { what: "a complete stream", answer: { status: 200, pieces: ["a", "b", "c"] }, runs: 1 },
    { what: "a 4xx", answer: { status: 422 }, runs: 2 },
    { what: "a 5xx", answer: { status: 503 }, runs: 2 },
    { what: "a redirect, which the sender does not follow", answer: { status: 302 }, runs: 2 },
  ]) {
    test(`a handler in ${framework} that returns ${what} runs ${runs} time(s) for two deliveries`, async () => {
      const { port, calls } = await withWork(async () => answer);
      expect(await send(port)).toBe(answer.status);
      await send(port);
      expect(calls.count).toBe(runs);
    });
  }

  test(`a handler in ${framework} that throws runs again for the retry`, async () => {
    const { port, calls } = await withWork(() => Promise.reject(new Error("broken")));
    expect(await send(port)).toBe(500);
    expect(await send(port)).toBe(204);
    expect(calls.count).toBe(2);
  });

  test(`a handler in ${framework} whose answer breaks off is not recorded as done`, async () => {
    const { port, calls } = await withWork(async () => ({ status: 200, pieces: ["a", new Error("broken")] }));
    await send(port).catch(() => "broken off");
    await expect.poll(() => send(port), { timeout: 2000 }).toBe(204);
    expect(calls.count).toBe(2);
  });

  test(`a handler in ${framework} runs once if the sender disconnects and retries`, async () => {
    let enter = () => {};
    let finish = () => {};
    const entered = new Promise<void>((resolve) => (enter = resolve));
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const { port, calls } = await withWork(async () => {
      enter();
      await finished;
      return { status: 200 };
    });
    await sendAndLeave(port, entered);
    expect(await send(port)).toBe(409);
    finish();
    await expect.poll(() => send(port), { timeout: 2000 }).toBe(200);
    expect(calls.count).toBe(1);
  });

  test(`a handler in ${framework} runs once if the sender disconnects during the claim and retries`, async () => {
    const claimed = setTimeout(100);
    const app = await start(async () => {
      calls += 1;
      return { status: 200 };
    }, createSlowStore(100));
    running.push(app);
    let calls = 0;
    await sendAndLeave(app.port, setTimeout(30));
    await claimed;
    await expect.poll(() => send(app.port), { timeout: 2000 }).toBe(200);
    await send(app.port);
    expect(calls).toBe(1);
  });
});

describe("Fastify over HTTP/2 and the result of the handler", () => {
  async function withWork(work: Work) {
    // Fastify has another type for HTTP/2. The part that is used here is the same.
    const app = await listenWithFastify(Fastify({ http2: true }) as unknown as FastifyInstance, work);
    const session = connectHttp2(`http://127.0.0.1:${app.port}`);
    running.push({ port: app.port, stop: async () => session.destroy() }, app);
    return session;
  }

  function post(session: ClientHttp2Session) {
    const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
    return session.request({ ":method": "POST", ":path": path, ...headers }).end(body);
  }

  async function getStatus(session: ClientHttp2Session): Promise<unknown> {
    const stream = post(session);
    const [headers] = await once(stream, "response");
    stream.resume().on("error", () => {});
    return headers[":status"];
  }

  test.each([
    { status: 200, runs: 1 },
    { status: 500, runs: 2 },
  ])("a handler behind a reset HTTP/2 stream that returns $status runs $runs time(s)", async ({ status, runs }) => {
    let calls = 0;
    let enter = () => {};
    let finish = () => {};
    const entered = new Promise<void>((resolve) => (enter = resolve));
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const session = await withWork(async () => {
      calls += 1;
      if (calls > 1) return { status: 200 };
      enter();
      await finished;
      return { status };
    });
    const left = post(session).on("error", () => {});
    await entered;
    left.close();
    await once(left, "close");
    expect(await getStatus(session)).toBe(409);
    finish();
    await expect.poll(() => getStatus(session), { timeout: 2000 }).toBe(200);
    expect(calls).toBe(runs);
  });

  test("a handler behind HTTP/2 whose answer breaks off runs again for the retry", async () => {
    let runs = 0;
    const session = await withWork(async () => {
      runs += 1;
      return { status: 200, pieces: ["a", new Error("broken")] };
    });
    await getStatus(session);
    await setTimeout(50);
    await getStatus(session);
    expect(runs).toBe(2);
  });
});

describe("Hono without an answer", () => {
  test("a handler in Hono that returns no response gets 500, and runs again for the retry", async () => {
    const app = new Hono();
    // The types forbid this, but a handler in JavaScript may do it.
    const returnNothing = (async () => {}) as unknown as () => Promise<Response>;
    let handle = returnNothing;
    app.post(path, forHono(secret, idempotency()), () => handle());
    const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
    const deliver = async () => (await app.request(path, { method: "POST", headers, body })).status;
    app.onError((_error, c) => c.text("fault", 500));
    expect(await deliver()).toBe(500);
    handle = async () => new Response(null, { status: 204 });
    expect(await deliver()).toBe(204);
  });
});
