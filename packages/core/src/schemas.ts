// The package's second entry, "@mynth-webhooks/core/schemas": apart, so that zod is loaded by those alone who want it.
export { operationSchemas } from "./events/operation-schemas.ts";
export { type EventSchemas, eventSchemas } from "./events/schemas.ts";
