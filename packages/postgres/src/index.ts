/**
 * What has been handled, in PostgreSQL, in the handler's own transaction too.
 *
 * @module @mynth-webhooks/postgres
 */

export { ClaimLostError } from "./claim-lost-error.ts";
export { migration, migrationFor } from "./migration.ts";
export { type PostgresStore, type PostgresStoreOptions, postgresStore } from "./postgres-store.ts";
export type { Query } from "./query.ts";
