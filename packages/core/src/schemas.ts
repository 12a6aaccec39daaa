/**
 * The zod schemas of the events. An entry of their own, so that zod is loaded by those alone who want it.
 *
 * @module @mynth-webhooks/core/schemas
 */

export { type EventSchemas, eventSchemas } from "./events/schemas/event-schemas.ts";
export { operationSchemas } from "./events/schemas/operation-schemas.ts";
