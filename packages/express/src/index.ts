/**
 * Mynth webhooks in Express. Everything of {@link "@mynth-webhooks/core"! | @mynth-webhooks/core} is exported from here too, so
 * that one package is all to install.
 *
 * @module @mynth-webhooks/express
 */

export * from "@mynth-webhooks/core";
export { type ExpressRequest, type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
export { on } from "./on.ts";
