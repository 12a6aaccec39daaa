import type { Delivery } from "../delivery.ts";
import type { ReceivedEvent } from "../events/event.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";
import type { StoreError } from "./store-error.ts";

/** Options of idempotency: each event is processed once, even if it is delivered several times. */
export interface IdempotencyOptions<Context> {
  /** Records processed events: `memoryStore()` for one process, a shared store for several. */
  readonly store: IdempotencyStore;
  /**
   * Key prefix. Set it when unrelated receivers share a store.
   * @default no prefix
   */
  readonly namespace?: string | undefined;
  /**
   * Returns the idempotency key of an event, a non-empty string. If several senders use one store, include the tenant
   * or the token's state.
   * @default `delivery.key`, event and task
   */
  readonly key?: ((event: ReceivedEvent, delivery: Delivery, context: Context) => string) | undefined;
  /**
   * How long a claim lasts if its process dies, in seconds. While the handler runs, it is renewed.
   * @default 60, twice the 30 s that Mynth waits for a response
   */
  readonly lease?: number | undefined;
  /**
   * How long a claim lasts at most, renewals included, in seconds. Set it longer than any handler runs: afterwards, a
   * retry runs next to it. It must also be short enough for a handler that never ends, which blocks retries this long.
   * @default 300
   */
  readonly maxLease?: number | undefined;
  /**
   * How long processed events are recorded, in seconds. Mynth retries for about 3 days.
   * @default 604_800 (7 days)
   */
  readonly retention?: number | undefined;
  /**
   * How long to wait for an answer of the store, in seconds.
   * @default 5
   */
  readonly timeout?: number | undefined;
  /**
   * Decides when the store cannot claim an event: `"refuse"` returns 503, so that Mynth retries; `"deliver"` runs the
   * handler all the same, perhaps twice. Recording the event in the handler's transaction still works.
   * @default "refuse"
   */
  readonly onStoreFailure?: "refuse" | "deliver" | undefined;
}

/** Called when the store fails and the delivery is not rejected. `error.code` says what follows. */
export type StoreErrorHook = (error: StoreError, delivery: Delivery) => void;
