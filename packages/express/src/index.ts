/**
 * Verifies Mynth webhooks in Express. It re-exports {@link "@mynth-webhooks/core"! | @mynth-webhooks/core}, so one
 * package is enough.
 *
 * @module @mynth-webhooks/express
 */

export * from "@mynth-webhooks/core";
export type { ExpressRequest } from "./express-request.ts";
export { hasMynthEvent } from "./missing-event.ts";
export { type MynthWebhookMiddleware, type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
export { on } from "./on.ts";
