import type { QueueMessage } from "@mynth-webhooks/express";
import { Queue } from "bullmq";

export const queueName = "mynth-events";

/** Creates the queue for events. */
export function createQueue(url: string): Queue<QueueMessage> {
  const queue = new Queue<QueueMessage>(queueName, {
    connection: { url, maxRetriesPerRequest: 1 },
    defaultJobOptions: {
      attempts: 12,
      backoff: { type: "exponential", delay: 1000 }, // milliseconds
      // A job blocks its id while it is kept. That must be longer than Mynth retries.
      removeOnComplete: { age: 7 * 24 * 3600 }, // seconds
      removeOnFail: { age: 30 * 24 * 3600 },
    },
  });
  // Redis is away, for example because it restarts. The connection is opened again.
  queue.on("error", (error) => console.error(error));
  return queue;
}

/** Warns if a crash of Redis would lose acknowledged events. BullMQ itself warns if Redis may evict them. */
export async function checkPersistence(queue: Queue<QueueMessage>): Promise<void> {
  const redis = await queue.getBackend().client;
  if ((await redis.info()).includes("aof_enabled:0")) {
    console.warn("Redis can lose acknowledged events, because it runs with appendonly no. Set appendonly yes.");
  }
}
