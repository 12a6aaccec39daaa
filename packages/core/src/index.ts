/**
 * What a Mynth webhook delivery is, and whether to believe it. Adapters stand on it, and hand all of it on.
 *
 * @module @mynth-webhooks/core
 */

export {
  type CustomWebhook,
  type CustomWebhookOptions,
  customWebhook,
  type WebhookRequest,
  type WebhookRequestOptions,
  webhookRequest,
} from "./custom-webhook.ts";
export type { Delivery, Scheme } from "./delivery.ts";
export type { DeliveryIssue } from "./delivery-issue.ts";
export { type DiagnoseOptions, type Diagnosis, diagnose } from "./diagnose.ts";
export {
  createDispatcher,
  type EventHandler,
  type EventHandlers,
  type HandledRequest,
} from "./dispatcher.ts";
export {
  errorCatalogue,
  MynthWebhookError,
  type MynthWebhookErrorCode,
  type MynthWebhookErrorDetails,
} from "./error.ts";
export type {
  FailedItem,
  MynthEvent,
  MynthEventName,
  MynthEventOf,
  ReceivedEvent,
  SucceededImage,
  SucceededVideo,
  Task,
  TaskCompletedEvent,
  TaskError,
  TaskFailedEvent,
  TaskRequest,
  TaskResult,
  UnknownMynthEvent,
} from "./events/event.ts";
export { eventNames, isEventName, isKnownEvent } from "./events/known-events.ts";
export type { Operation } from "./events/operations.ts";
export type { Claimed, IdempotencyOptions, StoreErrorHook } from "./idempotency.ts";
export { failedImages, succeededImages } from "./images.ts";
export type { Body, Incoming } from "./incoming.ts";
export { type MemoryStoreOptions, memoryStore } from "./memory-store.ts";
export type { ReceiverOptions, UnknownEvents, VerifyOptions } from "./options.ts";
export type { DeliverOutcome, Outcome, PassOutcome, RespondOutcome } from "./outcome.ts";
export { createReceiver, type Receiver } from "./receiver.ts";
export type { SecretSource } from "./secret.ts";
export type { GivenSource, Secret } from "./secret-source.ts";
export { settleOnResponse } from "./settle-on-response.ts";
export type { SignatureScheme } from "./signature.ts";
export type { Claim, IdempotencyStore } from "./store.ts";
export type { Tolerance } from "./timestamp.ts";
export type { ContextSchema, TokenContext, TokenOptions } from "./token.ts";
export { totalCost } from "./total-cost.ts";
export { type ReceivedRequest, type VerifiedDelivery, verifyDelivery } from "./verify-delivery.ts";
