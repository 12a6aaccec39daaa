import type { MynthEvent } from "@mynth-webhooks/express";
import type PgBoss from "pg-boss";
import { queueName } from "./queue.ts";

/** Works on events, one after the other. What `handle` throws has the event tried again, later. */
export async function workOnEvents(boss: PgBoss, handle: (event: MynthEvent) => Promise<void>): Promise<void> {
  await boss.work<MynthEvent>(queueName, { batchSize: 1, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const { data } of jobs) await handle(data);
  });
}
