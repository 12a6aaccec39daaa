import { mynthWebhook, succeededImages } from "@mynth-webhooks/hono";
import { Hono } from "hono";

export const app = new Hono();

app.post("/webhooks/mynth", mynthWebhook(), (c) => {
  const event = c.var.mynthEvent;
  return c.json({ task: event.task.id, images: succeededImages(event).length });
});
