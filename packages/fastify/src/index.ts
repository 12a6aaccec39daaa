// What a handler needs of core comes from here too, so that one package is all to install.
export * from "@mynth-webhooks/core";
export { type MynthWebhookOptions, mynthWebhook } from "./mynth-webhook.ts";
export { on } from "./on.ts";
