export { type ExpressRequest, type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
