export { type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
