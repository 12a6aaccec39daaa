import { openQueue } from "example-queue-pg-boss/queue";
import { createApp } from "example-queue-pg-boss/receiver";
import { startWorker } from "example-queue-pg-boss/worker";
import { secret } from "../secret.ts";
import type { QueueExample } from "./queue-example.ts";

/** Every process sets the queue's options. */
const open = (url: string, takeoverSeconds: number) =>
  openQueue(url, { expireInSeconds: takeoverSeconds, maintenanceIntervalSeconds: 1 });

export const pgBoss: QueueExample = {
  createReceiver: async (url, takeoverSeconds) => createApp(await open(url, takeoverSeconds), secret),
  startWorker: async (url, takeoverSeconds, handlers) => {
    startWorker(await open(url, takeoverSeconds), handlers);
  },
};
