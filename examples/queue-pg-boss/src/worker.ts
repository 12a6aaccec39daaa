import type { MynthEvent } from "@mynth-webhooks/express";
import type PgBoss from "pg-boss";
import { queueName } from "./queue.ts";

/** Starts a worker that processes one event after the other. If `handle` throws, the event is retried later. */
export async function startWorker(boss: PgBoss, handle: (event: MynthEvent) => Promise<void>): Promise<void> {
  await boss.work<MynthEvent>(queueName, { batchSize: 1, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const { data } of jobs) await handle(data);
  });
}
