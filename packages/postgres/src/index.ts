export { ClaimLostError } from "./claim-lost-error.ts";
export { migration, migrationFor } from "./migration.ts";
export { type PostgresStore, type PostgresStoreOptions, postgresStore } from "./postgres-store.ts";
export type { Query } from "./query.ts";
