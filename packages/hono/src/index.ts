export { type MynthEnv, type MynthVariables, mynthWebhook } from "./mynth-webhook.ts";
