import { createQueue } from "example-queue-bullmq/queue";
import { createApp } from "example-queue-bullmq/receiver";
import { createWorker } from "example-queue-bullmq/worker";
import { secret } from "../secret.ts";
import type { QueueExample } from "./queue-example.ts";

export const bullmq: QueueExample = {
  createReceiver: async (url) => createApp(createQueue(url), secret),
  startWorker: async (url, takeoverSeconds, handlers) => {
    const lockDuration = takeoverSeconds * 1000;
    await createWorker(url, handlers, { lockDuration, stalledInterval: lockDuration / 2 }).waitUntilReady();
  },
};
