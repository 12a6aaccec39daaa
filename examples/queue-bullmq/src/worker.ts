import type { MynthEvent } from "@mynth-webhooks/express";
import { Worker } from "bullmq";
import { queueName } from "./queue.ts";

/** Creates a worker that processes several events at a time. If `handle` throws, the event is retried later. */
export function createWorker(url: string, handle: (event: MynthEvent) => Promise<void>): Worker<MynthEvent> {
  const worker = new Worker<MynthEvent>(queueName, (job) => handle(job.data), {
    connection: { url, maxRetriesPerRequest: null },
    concurrency: 8,
  });
  worker.on("failed", (job, error) => console.warn(`Attempt ${job?.attemptsMade} at ${job?.id}: ${error.message}`));
  worker.on("error", (error) => console.error(error));
  return worker;
}
