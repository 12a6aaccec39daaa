import { createHash } from "node:crypto";
import type { MynthEvent } from "@mynth-webhooks/express";
import PgBoss from "pg-boss";

export const queueName = "mynth-events";

/** Opens the queue for events, and creates its tables if they do not exist. */
export async function openQueue(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    // A job blocks its id while it is kept. That must be longer than Mynth retries.
    archiveCompletedAfterSeconds: 7 * 24 * 3600,
  });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue(queueName, { name: queueName, retryLimit: 12, retryDelay: 1, retryBackoff: true });
  return boss;
}

/** Adds an event to the queue unless it is there already. */
export async function enqueue(boss: PgBoss, event: MynthEvent, key: string): Promise<void> {
  await boss.send(queueName, event, { id: toUuid(key) });
}

/** Creates the same UUID for the same key (RFC 9562, version 8), because pg-boss identifies jobs by UUID. */
function toUuid(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
