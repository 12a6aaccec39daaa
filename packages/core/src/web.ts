/**
 * Building blocks for adapters of frameworks that use web-standard requests and responses.
 *
 * @module @mynth-webhooks/core/web
 */

export { settleAtEnd } from "./web/settle-at-end.ts";
export { toResponse } from "./web/to-response.ts";
