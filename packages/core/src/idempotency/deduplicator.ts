import type { Delivery } from "../delivery.ts";
import { MynthWebhookError } from "../error.ts";
import type { ReceivedEvent } from "../events/event.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";
import { withTimeout } from "./with-timeout.ts";

/** How each event is handled once, although it is delivered at least once. */
export interface IdempotencyOptions<Context> {
  /** Where handled events are remembered: `memoryStore()` for one process, a shared one for several. */
  readonly store: IdempotencyStore;
  /** Put in front of every key, for stores that several receivers share without being one. Default: nothing. */
  readonly namespace?: string;
  /**
   * What an event is known by: a text that is not empty. Default: `delivery.key`, event and task. Keys of unsigned
   * deliveries are in a space of their own, whatever they are. Where senders must not be able to have one another's
   * events taken for handled, put into it who they are: the tenant, or the token's context.
   */
  readonly key?: (event: ReceivedEvent, delivery: Delivery, context: Context) => string;
  /**
   * How long a claim lasts when its process dies, in seconds. Has to be longer than any handler runs. Default 60, twice
   * the 30 s after which Mynth gives a delivery up.
   */
  readonly lease?: number;
  /** How long handled events are remembered, in seconds. Default 604,800: 7 days; Mynth retries for about 3. */
  readonly retention?: number;
  /** How long the store may take to answer, in seconds. Default 5. */
  readonly timeout?: number;
  /**
   * What becomes of a delivery when the store fails: answered 503, so that Mynth tries again (`"refuse"`, the default),
   * or handled unprotected, perhaps twice (`"deliver"`).
   */
  readonly onStoreFailure?: "refuse" | "deliver";
}

/** Told of what the store could not do, and what was done all the same. */
export type StoreErrorHook = (error: unknown, delivery: Delivery) => void;

/** ClaimHandle to handle one event: to be settled with the HTTP status that the handler came to. */
export interface ClaimHandle {
  /** Absent where the store failed and the event is handled unprotected. */
  readonly claim?: Claim;
  settle(status: number): Promise<void>;
}

/** A claim on an event, as the store knows it. */
export interface Claim {
  /** The key of the event, under its namespace. */
  readonly key: string;
  /** The token of whoever has the claim; nobody else can end it. */
  readonly owner: string;
}

/**
 * Asks for leave to handle an event.
 *
 * @returns `undefined` if it was handled before
 * @throws {MynthWebhookError} `in_progress` or `store_unavailable`
 */
export type ClaimEvent<Context> = (
  event: ReceivedEvent,
  delivery: Delivery,
  context: Context,
) => Promise<ClaimHandle | undefined>;

/** ClaimHandle to handle an event of which no account is kept. */
export const unprotected: ClaimHandle = { settle: async () => {} };

export function createDeduplicator<Context>(
  {
    store,
    namespace,
    key: getKey = deliveryKey,
    lease = 60,
    retention = 604_800,
    timeout = 5,
    onStoreFailure = "refuse",
  }: IdempotencyOptions<Context>,
  onStoreError: StoreErrorHook,
): ClaimEvent<Context> {
  const inTime = <T>(answer: Promise<T>, late?: (value: T) => unknown) =>
    withTimeout(answer, milliseconds(timeout), late);

  return async function claimEvent(event, delivery, context) {
    const named = scopeKey(delivery, assertKey(getKey(event, delivery, context)));
    const claim: Claim = {
      key: namespace === undefined ? named : `${namespace}:${named}`,
      owner: crypto.randomUUID(),
    };
    try {
      const answer = await inTime(store.claim(claim.key, claim.owner, milliseconds(lease)), () =>
        releaseQuietly(claim),
      );
      if (answer === "done") return undefined;
      if (answer === "in_progress") throw new MynthWebhookError("in_progress");
    } catch (cause) {
      if (cause instanceof MynthWebhookError) throw cause;
      if (onStoreFailure === "refuse") throw new MynthWebhookError("store_unavailable", { cause });
      onStoreError(cause, delivery);
      return unprotected;
    }
    return { claim, settle: settleOnce(claim, delivery) };
  };

  /** A claim that came too late to be used. If it cannot be given back, its lease ends by itself. */
  async function releaseQuietly({ key, owner }: Claim): Promise<void> {
    try {
      await store.release(key, owner);
    } catch {}
  }

  function settleOnce({ key, owner }: Claim, delivery: Delivery): ClaimHandle["settle"] {
    let settled: Promise<void> | undefined;
    return (status) => {
      settled ??= settle(status);
      return settled;
    };

    /** What the handler did is done: a store that fails now is reported, and changes nothing for the sender. */
    async function settle(status: number): Promise<void> {
      try {
        if (!isSuccess(status)) return void (await inTime(store.release(key, owner)));
        if (await inTime(store.complete(key, owner, milliseconds(retention)))) return;
        onStoreError(handlerTooSlow(lease), delivery);
      } catch (error) {
        onStoreError(error, delivery);
      }
    }
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function handlerTooSlow(lease: number): Error {
  return new Error(
    `The handler took longer than its lease of ${lease} s, and the event may have been handled twice: raise idempotency.lease.`,
  );
}

/** Stores take whole ones, 1 or more. */
function milliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000));
}

function deliveryKey(_event: ReceivedEvent, { key }: Delivery): string {
  return key;
}

/** One key for all that has none would have every event but the first taken for handled. */
function assertKey(key: unknown): string {
  if (typeof key === "string" && key !== "") return key;
  throw new TypeError("The option idempotency.key must give a text that is not empty, and at once.");
}

/** Whoever knows a custom webhook's URL must not be able to have a signed delivery taken for handled. */
function scopeKey({ scheme }: Delivery, key: string): string {
  return scheme === "url-token" ? `${scheme}:${key}` : key;
}
