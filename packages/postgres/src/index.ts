/**
 * An idempotency store in PostgreSQL, which can complete a delivery in the handler's transaction.
 *
 * @module @mynth-webhooks/postgres
 */

export { ClaimLostError } from "./claim-lost-error.ts";
export type { LendingPool, Pool, PoolClient, PostgresClient, PostgresJs, Query, QueryClient } from "./clients.ts";
export { migration, migrationFor } from "./migration.ts";
export { type PostgresStore, type PostgresStoreOptions, postgresStore } from "./postgres-store.ts";
