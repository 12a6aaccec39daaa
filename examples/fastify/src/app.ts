import { mynthWebhook, succeededImages } from "@mynth-webhooks/fastify";
import Fastify from "fastify";

export const app = Fastify();

app.register(async (webhooks) => {
  await webhooks.register(mynthWebhook, { secret: process.env.MYNTH_WEBHOOK_SECRET });

  webhooks.post("/webhooks/mynth", async (request) => {
    const event = request.mynthEvent;
    return { task: event.task.id, images: succeededImages(event).length };
  });
});
