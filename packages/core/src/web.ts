/**
 * Building blocks for adapters of frameworks that use web-standard requests and responses.
 *
 * @module @mynth-webhooks/core/web
 */

export { createEventHandler } from "./dispatch/event-handlers.ts";
export { fromWebRequest, isWebRequest, type WebRequest } from "./web/from-web-request.ts";
export { settleOnWebResponse } from "./web/settle-on-web-response.ts";
export { toResponse } from "./web/to-response.ts";
