/**
 * Verifies Mynth webhooks in Fastify. It re-exports {@link "@mynth-webhooks/core"! | @mynth-webhooks/core}, so one
 * package is enough.
 *
 * @module @mynth-webhooks/fastify
 */

export * from "@mynth-webhooks/core";
export { hasMynthEvent } from "./decorators.ts";
export { type MynthWebhookOptions, mynthWebhook, mynthWebhook as default } from "./mynth-webhook.ts";
export { type AnyReply, type AnyRequest, on } from "./on.ts";
