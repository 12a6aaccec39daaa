import type { Delivery } from "./delivery.ts";
import type { MynthWebhookError } from "./error.ts";
import type { ReceivedEvent, UnknownMynthEvent } from "./events/event.ts";
import type { PayloadIssue } from "./events/payload-issue.ts";
import type { IdempotencyOptions } from "./idempotency/deduplicator.ts";
import type { SecretProvider } from "./signature/secret-provider.ts";
import type { Tolerance } from "./signature/timestamp.ts";
import type { TokenOptions } from "./token/token.ts";

/** How deliveries are verified. `Context` is the framework's own request. */
export interface VerifyOptions<Context = undefined> {
  /**
   * Accept unsigned deliveries too, those of custom webhooks, by a token in their URL: `?token=...`, a route parameter
   * `:token`, or the last segment of the path. A signed request is judged by its signature alone. Default: none are.
   */
  readonly token?: SecretProvider<Context> | TokenOptions<Context> | undefined;
  /**
   * How far the signed timestamp may lie from the clock, in seconds: one number for both sides, or each by itself.
   * Default 300, as the vendor's own helpers have it.
   */
  readonly tolerance?: number | Partial<Tolerance>;
  /** The largest body accepted, in bytes. Default: the framework's own limit for the route, else 1 MiB (1,048,576). */
  readonly bodyLimit?: number;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /**
   * Refuse a known event that differs in any detail from its description. Default `false`: the difference is reported
   * and the event delivered, because the sender may add fields any day.
   */
  readonly strict?: boolean;
}

/** How a receiver goes about its work. `Context` is the framework's own request. */
export interface ReceiverOptions<Context = unknown> extends VerifyOptions<Context> {
  /**
   * Told of every refusal, for logs and metrics. What it throws or returns changes nothing. Default: of the refusals that
   * only the owner can mend, those with a 5xx, code, hint and cause go to `console.error`, each code once a minute.
   */
  readonly onError?: (error: MynthWebhookError, context: Context) => void;
  /** Told of a delivered event that differs in details from its description. */
  readonly onIssues?: (
    issues: readonly PayloadIssue[],
    event: ReceivedEvent,
    delivery: Delivery,
    context: Context,
  ) => void;
  /**
   * What becomes of a verified event whose name is not known: answered 200 without running the handler
   * (`"acknowledge"`, the default, as Mynth asks of receivers), answered 400 (`"refuse"`), or handed on as
   * `UnknownMynthEvent` (`"deliver"`, which the types allow once `MynthWebhooks.Settings` says so).
   */
  readonly unknownEvents?: UnknownEvents;
  /** Told of every verified event whose name is not known, whatever becomes of it. */
  readonly onUnknownEvent?: (event: UnknownMynthEvent, delivery: Delivery, context: Context) => void;
  /**
   * Told of every verified delivery before its handler runs: which generation is still coming in (`delivery.scheme`),
   * which secret is still in use (`delivery.secretIndex`).
   */
  readonly onDelivery?: (event: ReceivedEvent, delivery: Delivery, context: Context) => void;
  /** Handle each event once, although it is delivered at least once. Default: off; deliveries are handled as they come. */
  readonly idempotency?: IdempotencyOptions<Context>;
  /** Told of every delivery of an event that was handled before. It is answered 200, and no handler runs. */
  readonly onDuplicate?: (event: ReceivedEvent, delivery: Delivery, context: Context) => void;
  /**
   * Told when the store failed and the delivery was handled all the same: unprotected, or without being marked as
   * handled. Default: `console.error`.
   */
  readonly onStoreError?: (error: unknown, delivery: Delivery) => void;
  /**
   * Told of every delivery signed with a secret in front of which the list holds a newer one of its scheme. When it has
   * been silent for as long as the sender retries (72 hours), the old secret can go.
   */
  readonly onOldSecret?: (secretIndex: number, delivery: Delivery, context: Context) => void;
}

/** What becomes of events whose name is not known. */
export type UnknownEvents =
  | "acknowledge"
  | "refuse"
  | (MynthWebhooks.Settings extends { unknownEvents: "deliver" } ? "deliver" : never);

/** The options that verification reads, each with its value. */
export interface VerifySettings {
  readonly tolerance: Tolerance;
  readonly bodyLimit: number | undefined;
  readonly clock: () => number;
  readonly strict: boolean;
}

const defaultTolerance = 300;

/** Fills in what was not given. */
export function verifySettings({ tolerance, bodyLimit, clock, strict }: Omit<VerifyOptions, "token">): VerifySettings {
  const sides = typeof tolerance === "number" ? { past: tolerance, future: tolerance } : tolerance;
  return {
    tolerance: { past: sides?.past ?? defaultTolerance, future: sides?.future ?? defaultTolerance },
    bodyLimit,
    clock: clock ?? Date.now,
    strict: strict ?? false,
  };
}
