import { mynthWebhook, on } from "@mynth-webhooks/express";
import express, { type Express } from "express";
import type PgBoss from "pg-boss";
import { enqueue } from "./queue.ts";

/** Takes deliveries in and hands them on; Mynth gets its 2xx when the event lies in the queue, and not before. */
export function receiver(boss: PgBoss, secret = process.env.MYNTH_WEBHOOK_SECRET): Express {
  const app = express();
  app.post("/webhooks/mynth", mynthWebhook(secret), on({ all: (event, { key }) => enqueue(boss, event, key) }));
  return app;
}
