import { setTimeout as wait } from "node:timers/promises";
import { createQueueMessage, mynthWebhook, on, type QueueMessage } from "@mynth-webhooks/express";
import type { Queue } from "bullmq";
import express, { type Express } from "express";

/** Creates a receiver that adds each event to the queue. Mynth gets a 2xx only after the event is in the queue. */
export function createApp(queue: Queue<QueueMessage>, secret = process.env.MYNTH_WEBHOOK_SECRET): Express {
  const app = express();
  app.post(
    "/webhooks/mynth",
    mynthWebhook(secret),
    on({
      all: async (event, delivery) => {
        const message = createQueueMessage(event, delivery);
        // BullMQ ignores a job whose id exists. Its ids must not contain colons.
        const added = queue.add(event.event, message, { jobId: message.key.replaceAll(":", "/") });
        await Promise.race([added, rejectAfterTimeout()]);
      },
    }),
  );
  return app;
}

/** Without Redis the queue waits forever. A 500 makes Mynth deliver the event again. */
async function rejectAfterTimeout(): Promise<never> {
  await wait(3000, undefined, { ref: false });
  throw new Error("The queue did not accept the event within 3 seconds. Check the connection to Redis.");
}
