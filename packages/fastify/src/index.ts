/**
 * Verifies Mynth webhooks in Fastify. It re-exports {@link "@mynth-webhooks/core"! | @mynth-webhooks/core}, so one
 * package is enough.
 *
 * @module @mynth-webhooks/fastify
 */

export * from "@mynth-webhooks/core";
export { type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
export { on } from "./on.ts";
