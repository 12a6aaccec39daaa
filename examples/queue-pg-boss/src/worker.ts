import { setTimeout as wait } from "node:timers/promises";
import type { MynthEvent } from "@mynth-webhooks/express";
import type PgBoss from "pg-boss";
import { queueName } from "./queue.ts";

/** A worker that runs until it is stopped. */
export interface Worker {
  /** Finishes the current job and takes no other one. */
  stop(): Promise<void>;
}

const pollingInterval = 500; // milliseconds

/**
 * Starts a worker that processes one event after the other. If `handle` throws, the event is retried later.
 *
 * pg-boss's own `work()` does not await `complete()` and `fail()`. If one of them rejects because PostgreSQL restarts,
 * the unhandled rejection ends the process.
 */
export function startWorker(boss: PgBoss, handle: (event: MynthEvent) => Promise<void>): Worker {
  const stopping = new AbortController();

  async function processJob({ id, data }: PgBoss.Job<MynthEvent>): Promise<void> {
    try {
      await handle(data);
      await boss.complete(queueName, id);
    } catch (error) {
      console.error(error);
      await boss.fail(queueName, id, Object(error));
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const [job] = await boss.fetch<MynthEvent>(queueName);
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
