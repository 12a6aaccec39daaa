/**
 * Verifies Mynth webhooks in every runtime of web-standard requests. It re-exports
 * {@link "@mynth-webhooks/core"! | @mynth-webhooks/core}, so one package is enough.
 *
 * @module @mynth-webhooks/web
 */

export * from "@mynth-webhooks/core";
export {
  type MynthWebhookOptions,
  type MynthWebhookRoute,
  mynthWebhook,
  type WebhookHandler,
} from "./mynth-webhook.ts";
export { on } from "./on.ts";
