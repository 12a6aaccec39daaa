import { mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify from "fastify";

export const app = Fastify();

app.register(async (webhooks) => {
  await webhooks.register(mynthWebhook, { secret: process.env.MYNTH_WEBHOOK_SECRET });

  webhooks.post("/webhooks/mynth", async (request) => {
    const event = request.mynthEvent;
    if (event.event === "task.image.generate.completed") {
      return { task: event.task.id, images: event.result.images.length };
    }
    return { task: event.task.id, errors: event.errors ?? [] };
  });
});
