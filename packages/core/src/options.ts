import type { Delivery } from "./delivery.ts";
import type { MynthWebhookError } from "./error.ts";
import type { ReceivedEvent, UnknownMynthEvent } from "./events/event.ts";
import type { PayloadIssue } from "./events/schemas/payload-issue.ts";
import type { IdempotencyOptions, StoreErrorHook } from "./idempotency/idempotency-options.ts";
import type { SecretProvider } from "./signature/secret-provider.ts";
import { defaultTolerance, type Tolerance } from "./signature/timestamp.ts";
import type { TokenOptions } from "./token/verify-token.ts";

/** Options of verification. `Context` is the framework's own request. */
export interface VerifyOptions<Context = undefined> {
  /**
   * Accepts unsigned deliveries with a valid token in the query (`?token=...`), in a route parameter `:token` or as the
   * last path segment. A signed request is verified by its signature alone.
   * @default unsigned deliveries are rejected
   */
  readonly token?: SecretProvider<Context> | TokenOptions<Context> | undefined;
  /**
   * Largest difference between the signed timestamp and the clock, in seconds: one number, or one for each side.
   * @default 300
   */
  readonly tolerance?: number | { readonly [Side in keyof Tolerance]?: number | undefined } | undefined;
  /**
   * Largest accepted body, in bytes.
   * @default the framework's own limit for the route, else 1_048_576 (1 MiB)
   */
  readonly bodyLimit?: number | undefined;
  /**
   * Returns the current time in milliseconds since 1970.
   * @default () => Date.now()
   */
  readonly clock?: (() => number) | undefined;
  /**
   * Rejects known events that differ from their schema in any detail. Otherwise, such events are delivered, and
   * `delivery.issues` lists the differences.
   * @default false
   */
  readonly strict?: boolean | undefined;
}

/** Options of a receiver. `Context` is the framework's own request. */
export interface ReceiverOptions<Context = unknown> extends VerifyOptions<Context> {
  /**
   * Called for every rejected request. `error.hint` suggests a fix.
   * @default logs code, hint and cause of 5xx rejections with `console.error`, each code at most once a minute
   */
  readonly onError?: ((error: MynthWebhookError, context: Context) => void) | undefined;
  /** Called when a delivered event differs from its schema in details. */
  readonly onIssues?:
    | ((issues: readonly PayloadIssue[], event: ReceivedEvent, delivery: Delivery, context: Context) => void)
    | undefined;
  // Its values are written out, so that an error of TypeScript lists them.
  /**
   * Decides about verified events with an unknown name: `"acknowledge"` returns 200 without running the handler,
   * `"refuse"` returns 400, `"deliver"` (once `MynthWebhooks.Settings` declares it) runs the handler.
   * @default "acknowledge"
   */
  readonly unknownEvents?: "acknowledge" | "refuse" | DeliverIfDeclared | undefined;
  /** Called for every verified event with an unknown name. */
  readonly onUnknownEvent?: ((event: UnknownMynthEvent, delivery: Delivery, context: Context) => void) | undefined;
  /** Called for every delivery that reaches the handler, before the handler runs. */
  readonly onDelivery?: ((event: ReceivedEvent, delivery: Delivery, context: Context) => void) | undefined;
  /**
   * Processes each event once, even if it is delivered several times.
   * @default every delivery is processed
   */
  readonly idempotency?: IdempotencyOptions<Context> | undefined;
  /** Called when an event was already processed. The response is 200, and the handler does not run. */
  readonly onDuplicate?: ((event: ReceivedEvent, delivery: Delivery, context: Context) => void) | undefined;
  /**
   * Called when the store fails and the delivery is not rejected. `error.code` says what follows.
   * @default logs message, key and cause with `console.error`
   */
  readonly onStoreError?: StoreErrorHook | undefined;
  /**
   * Called when a delivery is signed with an old secret (not the first of its scheme in the list). Remove the old
   * secret after 72 hours without a call: Mynth does not retry longer.
   */
  readonly onOldSecret?: ((secretIndex: number, delivery: Delivery, context: Context) => void) | undefined;
}

/** The values of the option `unknownEvents`. */
export type UnknownEvents = "acknowledge" | "refuse" | DeliverIfDeclared;

/** Handlers get unknown events only where their types say so. */
type DeliverIfDeclared = MynthWebhooks.Settings extends { unknownEvents: "deliver" } ? "deliver" : never;

/** The options of verification, with their defaults. */
export interface VerifySettings {
  readonly tolerance: Tolerance;
  readonly bodyLimit: number | undefined;
  readonly clock: () => number;
  readonly strict: boolean;
}

/** Adds the defaults to the options of verification. */
export function createVerifySettings({
  tolerance,
  bodyLimit,
  clock,
  strict,
}: Omit<VerifyOptions, "token">): VerifySettings {
  const sides = typeof tolerance === "number" ? { past: tolerance, future: tolerance } : tolerance;
  return {
    tolerance: { past: sides?.past ?? defaultTolerance, future: sides?.future ?? defaultTolerance },
    bodyLimit,
    clock: clock ?? (() => Date.now()),
    strict: strict ?? false,
  };
}
