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
 * Whether processes end if a connection is lost. `postgres` 3.4 may write to no socket then, most often the ROLLBACK of
 * `sql.begin()`: github.com/porsager/postgres/issues/1208. The claims of such a process expire.
 */
export function mayCrash({ client }: Pick<ReceiverSettings, "client">): boolean {
  return client === "postgres";
}
