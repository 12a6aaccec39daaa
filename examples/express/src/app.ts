import { mynthWebhook } from "@mynth-webhooks/express";
import express, { type Express } from "express";

export const app: Express = express();

app.use("/webhooks/mynth", mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET));
app.use(express.json());

app.post("/webhooks/mynth", (req, res) => {
  const event = req.mynthEvent;
  if (event.event === "task.image.generate.completed") {
    res.json({ task: event.task.id, images: event.result.images.length });
  } else {
    res.json({ task: event.task.id, errors: event.errors ?? [] });
  }
});
