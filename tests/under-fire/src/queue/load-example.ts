import type { QueueClient, ReceiverSettings } from "../receiver/settings.ts";
import type { QueueExample } from "./queue-example.ts";

const load: Record<QueueClient, () => Promise<QueueExample>> = {
  bullmq: async () => (await import("./bullmq.ts")).bullmq,
  "pg-boss": async () => (await import("./pg-boss.ts")).pgBoss,
};

/** Loads the example that a process runs. */
export async function loadExample({ client }: Pick<ReceiverSettings, "client">): Promise<QueueExample> {
  if (client !== "bullmq" && client !== "pg-boss") throw new Error(`There is no example of ${client}.`);
  return load[client]();
}
