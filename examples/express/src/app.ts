import { mynthWebhook, succeededImages } from "@mynth-webhooks/express";
import express, { type Express } from "express";

export const app: Express = express();

app.use("/webhooks/mynth", mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET));
app.use(express.json());

app.post("/webhooks/mynth", (req, res) => {
  const event = req.mynthEvent;
  res.json({ task: event.task.id, images: succeededImages(event).length });
});
