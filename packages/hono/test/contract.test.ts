import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import {
  type ContractRequest,
  type ContractSetup,
  describeAdapter,
  type SeenDelivery,
} from "@mynth-webhooks/testing/contract";
import { Hono } from "hono";
import request from "supertest";
import { mynthWebhook, on } from "../src/index.ts";

function createApp({ secret, options, handlers }: ContractSetup) {
  const seen: SeenDelivery[] = [];
  const app = new Hono();
  const webhook = mynthWebhook(secret, options);
  app.use("/webhooks/mynth", webhook);
  app.use("/webhooks/mynth/:token", webhook);
  app.get("/webhooks/mynth", (c) => c.text("open"));
  if (handlers) app.post("/webhooks/mynth", on(handlers));
  app.on(["POST", "PUT"], ["/webhooks/mynth", "/webhooks/mynth/:token"], async (c) => {
    seen.push({ event: c.var.mynthEvent, delivery: c.var.mynthDelivery, json: await c.req.json() });
    return c.body(null, 200);
  });
  return { app, seen, drain: webhook.drain };
}

async function startOnNode(setup: ContractSetup) {
  const { app, seen, drain } = createApp(setup);
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(started as Server));
  });
  return {
    seen,
    async send({ method, suffix = "", headers, body }: ContractRequest) {
      const sent = request(server)[method.toLowerCase() as "post"](`/webhooks/mynth${suffix}`).set(headers);
      const {
        status,
        headers: answered,
        text,
      } = await (body ? sent.serialize((bytes) => bytes).send(Buffer.from(body)) : sent);
      return { status, headers: answered, body: text };
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await drain();
    },
  };
}

async function startOnFetch(setup: ContractSetup) {
  const { app, seen, drain } = createApp(setup);
  return {
    seen,
    async send({ method, suffix = "", headers, body }: ContractRequest) {
      const response = await app.request(`/webhooks/mynth${suffix}`, {
        method,
        headers,
        ...(body && { body: body.slice() }),
      });
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
    stop: drain,
  };
}

describeAdapter("Hono on Node", startOnNode);
describeAdapter("Hono by fetch", startOnFetch);
