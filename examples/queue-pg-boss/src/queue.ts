import { createHash } from "node:crypto";
import type { QueueMessage } from "@mynth-webhooks/express";
import PgBoss from "pg-boss";

export const queueName = "mynth-events";

/** Decides how soon another worker takes the job of a dead worker. */
export interface TakeoverOptions {
  /**
   * Time in seconds after which a job that is not finished expires and is processed again.
   *
   * @default 45
   */
  readonly expireInSeconds?: number;
  /**
   * Time in seconds between two searches for expired jobs.
   *
   * @default 10
   */
  readonly maintenanceIntervalSeconds?: number;
}

const day = 24 * 3600;

/** Opens the queue for events, and creates its tables if they do not exist. */
export async function openQueue(
  connectionString: string,
  { expireInSeconds = 45, maintenanceIntervalSeconds = 10 }: TakeoverOptions = {},
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    maintenanceIntervalSeconds,
    // A job blocks its id while it is kept. That must be longer than Mynth retries.
    archiveCompletedAfterSeconds: 7 * day,
    archiveFailedAfterSeconds: 30 * day,
  });
  // Without a listener, a restart of PostgreSQL would end the process.
  boss.on("error", (error) => console.error(error.stack));
  await boss.start();
  // pg-boss counts the death of a worker as a failed attempt, so the retries must last longer than a bad night.
  const settings = { name: queueName, retryLimit: 16, retryDelay: 1, retryBackoff: true, expireInSeconds };
  await createQueue(boss, settings);
  // createQueue() leaves an existing queue as it is.
  await boss.updateQueue(queueName, settings);
  return boss;
}

/** Creates the queue. If processes create the same queue at the same moment, PostgreSQL ends all but one: a deadlock. */
async function createQueue(boss: PgBoss, settings: PgBoss.Queue): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await boss.createQueue(settings.name, settings);
    } catch (error) {
      const isDeadlock = error instanceof Error && "code" in error && error.code === "40P01";
      if (!isDeadlock || attempt === 10) throw error;
    }
  }
}

/** The data of a job: the message as JSON. As `jsonb`, PostgreSQL rejects U+0000 and half an emoji, which prompts may contain. */
export interface JobData {
  readonly key: string;
  readonly message: string;
}

/** Adds an event to the queue unless it is there already. */
export async function enqueue(boss: PgBoss, message: QueueMessage): Promise<void> {
  const data: JobData = { key: message.key, message: JSON.stringify(message) };
  await boss.send(queueName, data, { id: toUuid(message.key) });
}

/** Uses up the retries of a job, so that its next failure is its last. pg-boss has no function for this. */
export async function useUpRetries(boss: PgBoss, id: string): Promise<void> {
  const statement = "UPDATE pgboss.job SET retry_count = retry_limit WHERE name = $1 AND id = $2";
  await boss.getDb().executeSql(statement, [queueName, id]);
}

/** Creates the same UUID for the same key (RFC 9562, version 8), because pg-boss identifies jobs by UUID. */
function toUuid(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
