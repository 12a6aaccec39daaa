/**
 * The zod schemas of the events. An entry of their own, so that zod is loaded by those alone who want it.
 *
 * @module @mynth-webhooks/core/schemas
 */

export { operationSchemas } from "./events/operation-schemas.ts";
export { type EventSchemas, eventSchemas } from "./events/schemas.ts";
