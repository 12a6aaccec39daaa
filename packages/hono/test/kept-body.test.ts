import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";

const secret = "wbs_hono";
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a server that reads the message before Hono gets it. */
async function startBehind(app: Hono, keep: (req: IncomingMessage, bytes: Buffer) => void): Promise<string> {
  const listener = getRequestListener(app.fetch);
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      keep(req, Buffer.concat(chunks));
      void listener(req, res);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Keeps the bytes like Google's functions-framework, in Node's shared pool. */
function startBehindRawBody(app: Hono): Promise<string> {
  return startBehind(app, (req, rawBody) => {
    expect(rawBody.buffer.byteLength).toBeGreaterThan(rawBody.length);
    Object.assign(req, { rawBody });
  });
}

test("mynthWebhook in Hono gives the handler only the bytes of the body, not the rest of their buffer", async () => {
  const app = new Hono();
  app.post("/", mynthWebhook(secret), async (c) => {
    const bytes = await c.req.arrayBuffer();
    return c.json([Buffer.from(bytes).toString(), await c.req.text(), await c.req.json()]);
  });
  const { headers, body } = signDelivery(completedPayload, { secret });
  const response = await fetch(await startBehindRawBody(app), { method: "POST", headers, body });
  expect(await response.json()).toEqual([body, body, completedPayload]);
});

test("a handler in Hono that overwrites c.req.arrayBuffer() does not change rawBody", async () => {
  const app = new Hono();
  app.post("/", mynthWebhook(secret), async (c) => {
    new Uint8Array(await c.req.arrayBuffer()).fill(0);
    return c.text(Buffer.from(c.var.mynthDelivery.rawBody).toString());
  });
  const { headers, body } = signDelivery(completedPayload, { secret });
  const response = await fetch(await startBehindRawBody(app), { method: "POST", headers, body });
  expect(await response.text()).toBe(body);
});

test.each([
  { what: "with Content-Length", chunked: false },
  { what: "in chunks", chunked: true },
])(
  "mynthWebhook in Hono returns 500 body_already_consumed behind a server that keeps no bytes of a body $what",
  async ({ chunked }) => {
    const app = new Hono();
    app.post("/", mynthWebhook(secret), (c) => c.text("never"));
    const { headers, body } = signDelivery(completedPayload, { secret });
    const url = await startBehind(app, () => {});
    const sent = chunked ? { body: new Blob([body]).stream(), duplex: "half" as const } : { body };
    const response = await fetch(url, { method: "POST", headers, ...sent });
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: { code: "body_already_consumed", message: expect.any(String) } },
    ]);
  },
);

test("mynthWebhook in Hono reads the web stream that earlier middleware created from the message", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    expect(c.req.raw.body).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await next();
  });
  app.post("/", mynthWebhook(secret), (c) => c.text(c.var.mynthEvent.task.id));
  const server = createServer(getRequestListener(app.fetch));
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { headers, body } = signDelivery(completedPayload, { secret });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await (await fetch(url, { method: "POST", headers, body })).text()).toBe(completedPayload.task.id);
});
