import { setTimeout as wait } from "node:timers/promises";
import { createQueueHandler, type EventHandlers, type QueueMessage } from "@mynth-webhooks/express";
import type PgBoss from "pg-boss";
import { queueName, useUpRetries } from "./queue.ts";

/** A worker that runs until it is stopped. */
export interface Worker {
  /** Finishes the current job and takes no other one. */
  stop(): Promise<void>;
}

const pollingInterval = 500; // milliseconds

/** Without handlers, it rejects only a message that is not one of `createQueueMessage()`. */
const assertMessage = createQueueHandler({});

/**
 * Starts a worker that processes one event after the other. If a handler throws, the event is retried later.
 *
 * pg-boss's own `work()` does not await `complete()` and `fail()`. If one of them rejects because PostgreSQL restarts,
 * the unhandled rejection ends the process.
 */
export function startWorker(boss: PgBoss, handlers: EventHandlers<[message: QueueMessage]>): Worker {
  const handle = createQueueHandler(handlers);
  const stopping = new AbortController();

  async function processJob({ id, data }: PgBoss.Job<QueueMessage>): Promise<void> {
    try {
      // Not by the type of the error: a handler's failed fetch() is a TypeError too, and must be retried.
      await assertMessage(data).catch(async (error) => {
        await useUpRetries(boss, id);
        throw error;
      });
      await handle(data);
      await boss.complete(queueName, id);
    } catch (error) {
      console.error(error);
      await boss.fail(queueName, id, Object(error));
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const [job] = await boss.fetch<QueueMessage>(queueName);
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
