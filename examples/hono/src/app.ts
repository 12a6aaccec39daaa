import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono } from "hono";

export const app = new Hono();

app.post("/webhooks/mynth", mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET), (c) => {
  const event = c.var.mynthEvent;
  if (event.event === "task.image.generate.completed") {
    return c.json({ task: event.task.id, images: event.result.images.length });
  }
  return c.json({ task: event.task.id, errors: event.errors ?? [] });
});
