import { once } from "node:events";
import { mynthWebhook } from "@mynth-webhooks/express";
import express from "express";
import { secret } from "../secret.ts";
import { closeServer, getUrl } from "./http-server.ts";
import type { StartApp } from "./running-app.ts";

/** Starts a receiver in Express. */
export const startExpress: StartApp = async ({ lease, timeout }, store, handle) => {
  const app = express();
  const webhook = mynthWebhook(secret, { idempotency: { store, lease, timeout } });
  app.post("/webhooks/mynth", webhook, async (req, res) => {
    await handle(req.mynthEvent, req.mynthDelivery);
    res.sendStatus(204);
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: getUrl(server),
    stop: async () => {
      await closeServer(server);
      await webhook.drain();
    },
  };
};
