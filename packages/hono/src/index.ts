export { type MynthVariables, mynthWebhook } from "./mynth-webhook.ts";
