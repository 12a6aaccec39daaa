import { setTimeout as wait } from "node:timers/promises";
import {
  createQueueHandler,
  type EventHandlers,
  InvalidQueueMessageError,
  type QueueMessage,
} from "@mynth-webhooks/express";
import type PgBoss from "pg-boss";
import { type JobData, queueName, useUpRetries } from "./queue.ts";

/** A worker that runs until it is stopped. */
export interface Worker {
  /** Finishes the current job and takes no other one. */
  stop(): Promise<void>;
}

const pollingInterval = 500; // milliseconds

/**
 * Starts a worker that processes one event after the other. If a handler throws, the event is retried later.
 *
 * pg-boss's own `work()` does not await `complete()` and `fail()`. If one of them rejects because PostgreSQL restarts,
 * the unhandled rejection ends the process.
 */
export function startWorker(boss: PgBoss, handlers: EventHandlers<[message: QueueMessage]>): Worker {
  const handle = createQueueHandler(handlers);
  const stopping = new AbortController();

  async function processJob({ id, data }: PgBoss.Job<JobData>): Promise<void> {
    try {
      await handle(data.message);
      await boss.complete(queueName, id);
    } catch (error) {
      console.error(error);
      if (error instanceof InvalidQueueMessageError) await useUpRetries(boss, id);
      await boss.fail(queueName, id, Object(error));
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const [job] = await boss.fetch<JobData>(queueName);
      // A job that can be neither completed nor failed expires, and is processed again.
      if (job) await processJob(job).catch(console.error);
      else await wait(pollingInterval, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const stopped = run();
  return {
    stop: () => {
      stopping.abort();
      return stopped;
    },
  };
}
