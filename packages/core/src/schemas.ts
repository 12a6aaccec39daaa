/**
 * The zod schemas of the events, in an entry point of their own so that nobody else loads zod.
 *
 * @module @mynth-webhooks/core/schemas
 */

export { type EventSchemas, eventSchemas } from "./events/schemas/event-schemas.ts";
export { operationSchemas } from "./events/schemas/operation-schemas.ts";
