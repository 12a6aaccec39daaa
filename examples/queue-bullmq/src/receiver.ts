import { setTimeout as wait } from "node:timers/promises";
import { type MynthEvent, mynthWebhook, on } from "@mynth-webhooks/express";
import type { Queue } from "bullmq";
import express, { type Express } from "express";

/** Takes deliveries in and hands them on; Mynth gets its 2xx when the event lies in the queue, and not before. */
export function receiver(queue: Queue<MynthEvent>, secret = process.env.MYNTH_WEBHOOK_SECRET): Express {
  const app = express();
  app.post(
    "/webhooks/mynth",
    mynthWebhook(secret),
    on({
      all: async (event, { key }) => {
        // What is in the queue already is not put in again. BullMQ has no colons in ids.
        const added = queue.add(event.event, event, { jobId: key.replaceAll(":", "/") });
        await Promise.race([added, tooLate()]);
      },
    }),
  );
  return app;
}

/** Without Redis the queue waits for it; Mynth had better be told, and deliver again. */
async function tooLate(): Promise<never> {
  await wait(3000, undefined, { ref: false });
  throw new Error("The queue did not take the event in time.");
}
