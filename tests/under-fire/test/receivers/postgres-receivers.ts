import type { ReceiverSettings } from "../../src/receiver/settings.ts";
import { shortLease } from "./receivers.ts";

type PostgresReceiver = Pick<ReceiverSettings, "client" | "record" | "framework"> & Partial<ReceiverSettings>;

/** Receivers with a store in PostgreSQL: both clients, and both places of the record. */
export const postgresReceivers = [
  { client: "pg", record: "after", framework: "express" },
  { client: "pg", record: "transaction", framework: "fastify" },
  { client: "postgres", record: "after", framework: "hono" },
  { client: "postgres", record: "transaction", framework: "express", lease: shortLease },
] as const satisfies readonly PostgresReceiver[];

/**
 * Whether processes end if a connection is lost. `postgres` 3.4 ends them if it is lost in a transaction, where
 * `sql.begin()` writes its ROLLBACK to no socket: github.com/porsager/postgres/issues/1208. Their claims expire.
 */
export function mayCrash({ client, record }: Pick<ReceiverSettings, "client" | "record">): boolean {
  return client === "postgres" && record === "transaction";
}
