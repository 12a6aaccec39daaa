/**
 * Mynth webhooks in Hono. Everything of {@link "@mynth-webhooks/core"! | @mynth-webhooks/core} is exported from here too, so
 * that one package is all to install.
 *
 * @module @mynth-webhooks/hono
 */

export * from "@mynth-webhooks/core";
export { type MynthEnv, type MynthVariables, mynthWebhook } from "./mynth-webhook.ts";
export { on } from "./on.ts";
