import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono } from "hono";
import { secret } from "../secret.ts";
import { closeServer, getUrl } from "./http-server.ts";
import type { StartApp } from "./running-app.ts";

/** Starts a receiver in Hono on Node. */
export const startHono: StartApp = async ({ lease, timeout }, store, handle) => {
  const app = new Hono();
  const webhook = mynthWebhook(secret, { idempotency: { store, lease, timeout } });
  app.post("/webhooks/mynth", webhook, async (c) => {
    await handle(c.var.mynthEvent, c.var.mynthDelivery);
    return c.body(null, 204);
  });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }) as Server;
  await once(server, "listening");
  return {
    url: getUrl(server),
    stop: async () => {
      await closeServer(server);
      await webhook.drain();
    },
  };
};
