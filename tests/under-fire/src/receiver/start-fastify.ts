import { mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify from "fastify";
import { secret } from "../secret.ts";
import { closeConnections } from "./http-server.ts";
import type { StartApp } from "./running-app.ts";

/** Starts a receiver in Fastify. */
export const startFastify: StartApp = async ({ lease, timeout }, store, handle) => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret, idempotency: { store, lease, timeout } });
  app.post("/webhooks/mynth", async (request, reply) => {
    await handle(request.mynthEvent, request.mynthDelivery);
    return reply.code(204).send();
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return { url, stop: () => closeConnections(app.server, () => app.close()) };
};
