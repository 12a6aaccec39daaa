import { createQueueMessage, mynthWebhook, on } from "@mynth-webhooks/express";
import express, { type Express } from "express";
import type PgBoss from "pg-boss";
import { enqueue } from "./queue.ts";

/** Creates a receiver that adds each event to the queue. Mynth gets a 2xx only after the event is in the queue. */
export function createApp(boss: PgBoss, secret = process.env.MYNTH_WEBHOOK_SECRET): Express {
  const app = express();
  app.post(
    "/webhooks/mynth",
    mynthWebhook(secret),
    on({ all: (event, delivery) => enqueue(boss, createQueueMessage(event, delivery)) }),
  );
  return app;
}
