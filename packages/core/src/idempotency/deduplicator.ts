import type { Claim, Delivery } from "../delivery.ts";
import { MynthWebhookError } from "../error.ts";
import type { ReceivedEvent } from "../events/event.ts";
import type { EarlierDelivery } from "../incoming-request.ts";
import { sevenDays } from "../seven-days.ts";
import type { IdempotencyOptions, StoreErrorHook } from "./idempotency-options.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";
import { toStoreKey } from "./store-key.ts";
import { withTimeout } from "./with-timeout.ts";

/** A claim on one event, to settle with the HTTP status of the handler. */
export interface ClaimHandle {
  /** Absent if no store is configured, or if it failed and the event is processed anyway. */
  readonly claim?: Claim;
  settle(status: number): Promise<void>;
}

/**
 * Claims an event.
 *
 * @returns `"done"` if the event was already processed
 * @throws {MynthWebhookError} `in_progress` or `store_unavailable`
 */
export type ClaimEvent<Context> = (
  event: ReceivedEvent,
  delivery: Delivery,
  context: Context,
  earlier: EarlierDelivery | undefined,
) => ClaimHandle | "done" | Promise<ClaimHandle | "done">;

/** The handle of an event without a claim. */
export const noClaim: ClaimHandle = { settle: async () => {} };

/** Which store a claim is in, and the claim of the guard before it on the same request. */
const origins = new WeakMap<Claim, { readonly store: IdempotencyStore; readonly previous: Claim | undefined }>();

/** Creates the function that claims events in the store of the option `idempotency`. */
export function createDeduplicator<Context>(
  {
    store,
    namespace,
    key: createKey = getDeliveryKey,
    lease = 60,
    retention = sevenDays,
    timeout = 5,
    onStoreFailure = "refuse",
  }: IdempotencyOptions<Context>,
  onStoreError: StoreErrorHook,
): ClaimEvent<Context> {
  const awaitStore = <T>(promise: Promise<T>, onLate?: (value: T) => unknown) =>
    withTimeout(promise, toMilliseconds(timeout), onLate);

  return async function claimEvent(event, delivery, context, earlier) {
    const scoped = scopeKey(delivery, assertKey(createKey(event, delivery, context)));
    const key = await toStoreKey(namespace === undefined ? scoped : `${namespace}:${scoped}`);
    // An earlier guard of this request has claimed the event, and settles it.
    const shared = findClaim(earlier?.claim, store, key);
    if (shared) return { ...noClaim, claim: shared };
    const claim: Claim = { key, owner: crypto.randomUUID() };
    try {
      const asked = store.claim(claim.key, claim.owner, toMilliseconds(lease));
      const result = await awaitStore(asked, () => releaseQuietly(claim));
      if (result === "done") return "done";
      if (result === "in_progress") throw new MynthWebhookError("in_progress");
    } catch (cause) {
      if (cause instanceof MynthWebhookError) throw cause;
      if (onStoreFailure === "refuse") throw new MynthWebhookError("store_unavailable", { cause });
      onStoreError(cause, delivery);
      return noClaim;
    }
    origins.set(claim, { store, previous: earlier?.claim });
    return { claim, settle: createSettle(claim, delivery) };
  };

  /** Releases a claim that came too late to be used. If that fails, its lease expires. */
  async function releaseQuietly({ key, owner }: Claim): Promise<void> {
    try {
      await store.release(key, owner);
    } catch {}
  }

  function createSettle({ key, owner }: Claim, delivery: Delivery): ClaimHandle["settle"] {
    let settled: Promise<void> | undefined;
    return (status) => {
      settled ??= settle(status);
      return settled;
    };

    /** Records the handler's result. A store that fails now is reported, and does not change the response. */
    async function settle(status: number): Promise<void> {
      try {
        if (!isSuccess(status)) return void (await awaitStore(store.release(key, owner)));
        if (await awaitStore(store.complete(key, owner, toMilliseconds(retention)))) return;
        onStoreError(createLeaseError(lease), delivery);
      } catch (error) {
        onStoreError(error, delivery);
      }
    }
  }
}

/** Finds a claim on this key in this store, from one guard of the request to the one before it. */
function findClaim(latest: Claim | undefined, store: IdempotencyStore, key: string): Claim | undefined {
  for (let claim = latest; claim !== undefined; claim = origins.get(claim)?.previous) {
    if (claim.key === key && origins.get(claim)?.store === store) return claim;
  }
  return undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function createLeaseError(lease: number): Error {
  return new Error(
    `The handler took longer than its lease of ${lease} s, and the event may have been processed twice: raise idempotency.lease.`,
  );
}

/** Converts to whole milliseconds, 1 or more, as stores expect. */
function toMilliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000));
}

function getDeliveryKey(_event: ReceivedEvent, { key }: Delivery): string {
  return key;
}

/** Rejects an empty key, which would make every event but the first a duplicate. */
function assertKey(key: unknown): string {
  if (typeof key === "string" && key !== "") return key;
  throw new TypeError("The option idempotency.key must return a string that is not empty, and not a promise.");
}

const unsignedScope = "url-token:";
const signedScope = "signed:";

/** Scopes keys of unsigned deliveries, which must not make a signed delivery a duplicate, whatever key it has. */
function scopeKey({ scheme }: Delivery, key: string): string {
  if (scheme === "url-token") return `${unsignedScope}${key}`;
  return key.startsWith(unsignedScope) || key.startsWith(signedScope) ? `${signedScope}${key}` : key;
}
