import type { MynthEvent } from "@mynth-webhooks/express";
import { Queue } from "bullmq";

export const queueName = "mynth-events";

/** A queue to put events into. */
export function eventQueue(url: string): Queue<MynthEvent> {
  return new Queue<MynthEvent>(queueName, {
    connection: { url, maxRetriesPerRequest: 1 },
    defaultJobOptions: {
      attempts: 12,
      backoff: { type: "exponential", delay: 1000 }, // milliseconds
      // A job's id is taken for as long as the job is kept: longer than Mynth retries.
      removeOnComplete: { age: 7 * 24 * 3600 }, // seconds
      removeOnFail: { age: 30 * 24 * 3600 },
    },
  });
}
