/**
 * Verifies and parses Mynth webhooks. Every adapter uses and re-exports it.
 *
 * @module @mynth-webhooks/core
 */

export type { Claim, Delivery, Scheme } from "./delivery.ts";
export { type DiagnoseOptions, type Diagnosis, diagnose } from "./diagnose.ts";
export { createDispatcher, type DispatchInput } from "./dispatch/dispatcher.ts";
export type { EventHandler, EventHandlers } from "./dispatch/event-handlers.ts";
export {
  createQueueHandler,
  createQueueMessage,
  InvalidQueueMessageError,
  type QueueMessage,
} from "./dispatch/queue.ts";
export {
  errorCodes,
  MynthWebhookError,
  type MynthWebhookErrorCode,
  type MynthWebhookErrorDetails,
} from "./error.ts";
export type {
  FailedItem,
  MynthEvent,
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
export { isKnownEvent } from "./events/is-known-event.ts";
export { eventNames, isEventName } from "./events/names/event-names.ts";
export type { MynthEventName, Operation } from "./events/names/operations.ts";
export { readUnverifiedEvent, type UnverifiedEvent } from "./events/read-unverified-event.ts";
export type { PayloadIssue } from "./events/schemas/payload-issue.ts";
export { totalCost } from "./events/total-cost.ts";
export type { IdempotencyOptions, StoreErrorHook } from "./idempotency/idempotency-options.ts";
export type { ClaimResult, IdempotencyStore, StoreCallOptions } from "./idempotency/idempotency-store.ts";
export { type MemoryStoreOptions, memoryStore } from "./idempotency/memory-store.ts";
export { StoreError, type StoreErrorCode, storeErrorCodes } from "./idempotency/store-error.ts";
export type {
  ByteStream,
  ByteStreamReader,
  EarlierDelivery,
  IncomingRequest,
  RequestBody,
  WebBody,
} from "./incoming-request.ts";
export { settleOnResponse } from "./node/settle-on-response.ts";
export type { ReceiverOptions, UnknownEvents, VerifyOptions } from "./options.ts";
export type { DeliverOutcome, Outcome, PassOutcome, RespondOutcome } from "./outcome.ts";
export { createReceiver, type Receiver } from "./receiver.ts";
export type { HeadersLike, HeaderValue, RawRequest } from "./request/raw-request.ts";
export type { SecretSource } from "./signature/secret.ts";
export type { SecretProvider, Secrets } from "./signature/secret-provider.ts";
export type { SignatureScheme } from "./signature/signature.ts";
export type { Tolerance } from "./signature/timestamp.ts";
export { type CustomWebhook, type CustomWebhookOptions, customWebhook } from "./token/custom-webhook.ts";
export { type TaskWebhooks, type TaskWebhooksOptions, taskWebhooks } from "./token/task-webhooks.ts";
export type { StateSchema, TokenState } from "./token/token-state.ts";
export type { TokenOptions } from "./token/verify-token.ts";
export { type VerifyResult, verifyDelivery } from "./verify-delivery.ts";
