import { createHash } from "node:crypto";
import type { MynthEvent } from "@mynth-webhooks/express";
import PgBoss from "pg-boss";

export const queueName = "mynth-events";

/** Opens the queue, making its tables if they are not there. */
export async function eventQueue(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    // A job's id is taken for as long as the job is kept: longer than Mynth retries.
    archiveCompletedAfterSeconds: 7 * 24 * 3600,
  });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue(queueName, { name: queueName, retryLimit: 12, retryDelay: 1, retryBackoff: true });
  return boss;
}

/** Puts an event in, unless it is in already. */
export async function enqueue(boss: PgBoss, event: MynthEvent, key: string): Promise<void> {
  await boss.send(queueName, event, { id: toUuid(key) });
}

/** Jobs go by a UUID: one made of the key, version 8 of RFC 9562, is the same for the same event. */
function toUuid(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
