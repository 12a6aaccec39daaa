/**
 * Verifies Mynth webhooks in Hono. It re-exports {@link "@mynth-webhooks/core"! | @mynth-webhooks/core}, so one
 * package is enough.
 *
 * @module @mynth-webhooks/hono
 */

export * from "@mynth-webhooks/core";
export type { MynthEnv, MynthVariables } from "./environment.ts";
export { type MynthWebhookMiddleware, type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
export { on } from "./on.ts";
