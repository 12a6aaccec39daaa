import { createServer, type Server } from "node:http";
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

/** As Google's functions-framework does it: reads the message and keeps its bytes, which lie amid Node's shared pool. */
async function startBehindRawBody(app: Hono): Promise<string> {
  const listener = getRequestListener(app.fetch);
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const rawBody = Buffer.concat(chunks);
    expect(rawBody.buffer.byteLength).toBeGreaterThan(rawBody.length);
    await listener(Object.assign(req, { rawBody }), res);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test("gives the handler the bytes of the body, and nothing that lies beside them in memory", async () => {
  const app = new Hono();
  app.post("/", mynthWebhook(secret), async (c) => {
    const bytes = await c.req.arrayBuffer();
    return c.json([Buffer.from(bytes).toString(), await c.req.text(), await c.req.json()]);
  });
  const { headers, body } = signDelivery(completedPayload, { secret });
  const response = await fetch(await startBehindRawBody(app), { method: "POST", headers, body });
  expect(await response.json()).toEqual([body, body, completedPayload]);
});

test("gives every reader bytes of its own, so that none changes what another gets", async () => {
  const app = new Hono();
  app.post("/", mynthWebhook(secret), async (c) => {
    new Uint8Array(await c.req.arrayBuffer()).fill(0);
    return c.text(Buffer.from(c.var.mynthDelivery.rawBody).toString());
  });
  const { headers, body } = signDelivery(completedPayload, { secret });
  const response = await fetch(await startBehindRawBody(app), { method: "POST", headers, body });
  expect(await response.text()).toBe(body);
});
