import type { ReceiverSettings } from "../../src/receiver/settings.ts";

const servers: Record<ReceiverSettings["client"], string> = {
  redis: "Redis",
  ioredis: "Redis",
  iovalkey: "Redis",
  "@valkey/valkey-glide": "Redis",
  bullmq: "Redis",
  pg: "PostgreSQL",
  postgres: "PostgreSQL",
  "pg-boss": "PostgreSQL",
};

/** Names a store, its client, and what is in the handler's transaction. */
export function describeStore({ client, record }: Pick<ReceiverSettings, "client" | "record">): string {
  return `${servers[client]} (${client})${record === "transaction" ? ", transaction" : ""}`;
}
