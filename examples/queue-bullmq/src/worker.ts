import type { MynthEvent } from "@mynth-webhooks/express";
import { Worker } from "bullmq";
import { queueName } from "./queue.ts";

/** Works on events, several at a time. What `handle` throws has the event tried again, later. */
export function eventWorker(url: string, handle: (event: MynthEvent) => Promise<void>): Worker<MynthEvent> {
  const worker = new Worker<MynthEvent>(queueName, (job) => handle(job.data), {
    connection: { url, maxRetriesPerRequest: null },
    concurrency: 8,
  });
  worker.on("failed", (job, error) => console.warn(`Attempt ${job?.attemptsMade} at ${job?.id}: ${error.message}`));
  worker.on("error", (error) => console.error(error));
  return worker;
}
