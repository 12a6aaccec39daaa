import type { MynthEvent } from "@mynth-webhooks/express";
import { Queue } from "bullmq";

export const queueName = "mynth-events";

/** Creates the queue for events. */
export function createQueue(url: string): Queue<MynthEvent> {
  return new Queue<MynthEvent>(queueName, {
    connection: { url, maxRetriesPerRequest: 1 },
    defaultJobOptions: {
      attempts: 12,
      backoff: { type: "exponential", delay: 1000 }, // milliseconds
      // A job blocks its id while it is kept. That must be longer than Mynth retries.
      removeOnComplete: { age: 7 * 24 * 3600 }, // seconds
      removeOnFail: { age: 30 * 24 * 3600 },
    },
  });
}
