import { mynthWebhook, succeededImages } from "@mynth-webhooks/fastify";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";

export const app = Fastify();

// Registered first, fastify-raw-body keeps the bytes that mynthWebhook verifies.
await app.register(fastifyRawBody, { encoding: false, global: false });
await app.register(mynthWebhook, { secret: process.env.MYNTH_WEBHOOK_SECRET, global: false });

app.post("/webhooks/mynth", { config: { rawBody: true, mynthWebhook: true } }, async (request) => {
  const event = request.mynthEvent;
  return { task: event.task.id, images: succeededImages(event).length };
});
