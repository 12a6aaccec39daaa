/**
 * What a Mynth webhook delivery is, and whether to believe it. Adapters stand on it, and hand all of it on.
 *
 * @module @mynth-webhooks/core
 */

export type { Delivery, Scheme } from "./delivery.ts";
export { type DiagnoseOptions, type Diagnosis, diagnose } from "./diagnose/diagnose.ts";
export {
  createDispatcher,
  type DispatchInput,
  type EventHandler,
  type EventHandlers,
} from "./dispatch/dispatcher.ts";
export {
  errorCodes,
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
export { failedImages, succeededImages } from "./events/images.ts";
export { eventNames, isEventName, isKnownEvent } from "./events/known-events.ts";
export type { Operation } from "./events/operations.ts";
export type { PayloadIssue } from "./events/payload-issue.ts";
export { totalCost } from "./events/total-cost.ts";
export type { Claim, IdempotencyOptions, StoreErrorHook } from "./idempotency/deduplicator.ts";
export type { ClaimResult, IdempotencyStore } from "./idempotency/idempotency-store.ts";
export { type MemoryStoreOptions, memoryStore } from "./idempotency/memory-store.ts";
export type { IncomingRequest, RequestBody } from "./incoming-request.ts";
export { settleOnResponse } from "./node/settle-on-response.ts";
export type { ReceiverOptions, UnknownEvents, VerifyOptions } from "./options.ts";
export type { DeliverOutcome, Outcome, PassOutcome, RespondOutcome } from "./outcome.ts";
export { createReceiver, type Receiver } from "./receiver.ts";
export type { SecretSource } from "./signature/secret.ts";
export type { SecretProvider, Secrets } from "./signature/secret-provider.ts";
export type { SignatureScheme } from "./signature/signature.ts";
export type { Tolerance } from "./signature/timestamp.ts";
export {
  type CustomWebhook,
  type CustomWebhookOptions,
  customWebhook,
  type TaskWebhooks,
  type TaskWebhooksOptions,
  taskWebhooks,
} from "./token/custom-webhook.ts";
export type { StateSchema, TokenOptions, TokenState } from "./token/token.ts";
export { type RawRequest, type VerifyResult, verifyDelivery } from "./verify-delivery.ts";
