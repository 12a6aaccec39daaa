import { andThen } from "../and-then.ts";
import type { Claim, Delivery } from "../delivery.ts";
import { MynthWebhookError } from "../error.ts";
import type { ReceivedEvent } from "../events/event.ts";
import type { EarlierDelivery } from "../incoming-request.ts";
import { sevenDays } from "../seven-days.ts";
import { Background } from "./background.ts";
import { type ClaimHandle, type ClaimSettings, createClaimHandle, noClaim, releaseUntil } from "./claim-handle.ts";
import { ClaimRecord } from "./claim-record.ts";
import { toEventKey } from "./event-key.ts";
import type { IdempotencyOptions, StoreErrorHook } from "./idempotency-options.ts";
import type { ClaimResult } from "./idempotency-store.ts";
import { retry, startWith } from "./retry.ts";
import { createStoreCalls, InvalidAnswerError } from "./store-calls.ts";
import { StoreError } from "./store-error.ts";
import { toStoreKey } from "./store-key.ts";
import { StoreTimeoutError } from "./with-timeout.ts";

/** Claims events in a store, and records their results. */
export interface Deduplicator<Context> {
  /**
   * Claims an event.
   *
   * @returns `"done"` if the event was already processed
   * @throws {MynthWebhookError} `in_progress` or `store_unavailable`
   * @throws {TypeError} if the option `key` returns an invalid key
   */
  claimEvent(
    event: ReceivedEvent,
    delivery: Delivery,
    context: Context,
    earlier: EarlierDelivery | undefined,
  ): ClaimHandle | "done" | Promise<ClaimHandle | "done">;
  /** Resolves when no result is left to record. */
  drain(): Promise<void>;
}

/** How long a claim is repeated if the store rejects, in milliseconds: long enough to connect again. */
const claimRetryTime = 1500;

/** The deduplicator of a receiver without a store. */
export const noDeduplicator: Deduplicator<unknown> = { claimEvent: () => noClaim, drain: async () => {} };

/** Creates the deduplicator for the option `idempotency`. */
export function createDeduplicator<Context>(
  {
    store,
    namespace,
    key: createKey = getDeliveryKey,
    lease = 60,
    maxLease = 300,
    retention = sevenDays,
    timeout = 5,
    onStoreFailure = "refuse",
  }: IdempotencyOptions<Context>,
  onStoreError: StoreErrorHook,
): Deduplicator<Context> {
  const calls = createStoreCalls(store, toMilliseconds(timeout));
  const background = new Background();
  const settings: ClaimSettings = {
    calls,
    background,
    onStoreError,
    lease: toMilliseconds(lease),
    maxLease: toMilliseconds(maxLease),
  };
  return { claimEvent, drain: () => background.drain() };

  function claimEvent(
    event: ReceivedEvent,
    delivery: Delivery,
    context: Context,
    earlier: EarlierDelivery | undefined,
  ): ClaimHandle | "done" | Promise<ClaimHandle | "done"> {
    const key = toStoreKey(toEventKey(delivery, createKey(event, delivery, context), namespace));
    return andThen(key, (key) => claimByKey(key, delivery, earlier));
  }

  function claimByKey(
    key: string,
    delivery: Delivery,
    earlier: EarlierDelivery | undefined,
  ): ClaimHandle | "done" | Promise<ClaimHandle | "done"> {
    // An earlier guard of this request has claimed the event, and settles it.
    const shared = ClaimRecord.find(earlier?.claim, key, store);
    if (shared) return { ...noClaim, claim: shared };
    const claim = new ClaimRecord(key, toMilliseconds(retention), store, earlier?.claim);
    const claimedAt = performance.now();
    const first = calls.claim(claim, settings.lease);
    const result = first instanceof Promise ? waitForClaim(first, claim, delivery) : first;
    return andThen(result, (result) => {
      if (result === "done") return "done";
      if (result === "in_progress") throw new MynthWebhookError("in_progress");
      return createClaimHandle(claim, delivery, claimedAt, settings);
    });
  }

  /** Waits for a claim, and repeats it if the answer is lost. With `onStoreFailure: "deliver"`, a failed claim counts as one. */
  async function waitForClaim(first: Promise<ClaimResult>, claim: Claim, delivery: Delivery): Promise<ClaimResult> {
    const claimAgain = startWith<ClaimResult | Promise<ClaimResult>>(first, () => calls.claim(claim, settings.lease));
    let isAnswerLost = false;
    const attempt = async () => {
      try {
        return await claimAgain();
      } catch (error) {
        if (!isTimeout(error)) isAnswerLost = true;
        else if (onStoreFailure === "refuse") releaseIfClaimed(error, claim);
        throw error;
      }
    };
    try {
      return await retry(attempt, claimRetryTime, isFinal);
    } catch (cause) {
      if (onStoreFailure === "deliver") {
        onStoreError(new StoreError("not_claimed", { cause }), delivery);
        return "claimed";
      }
      if (isAnswerLost) releaseUnused(claim);
      throw new MynthWebhookError("store_unavailable", { cause });
    }
  }

  /** Releases a claim that came too late, unless the store has dropped it. */
  function releaseIfClaimed(timeoutError: StoreTimeoutError, claim: Claim): void {
    timeoutError.late.then(
      (result) => result === "claimed" && releaseUnused(claim),
      (error) => error !== timeoutError && releaseUnused(claim),
    );
  }

  function releaseUnused(claim: Claim): void {
    background.add(releaseUntil(claim, settings.lease, calls));
  }
}

/** Whether a claim is not repeated: its time is over, or the store does not work as one. */
function isFinal(error: unknown): boolean {
  return isTimeout(error) || error instanceof InvalidAnswerError;
}

function isTimeout(error: unknown): error is StoreTimeoutError {
  return error instanceof StoreTimeoutError;
}

/** Converts to whole milliseconds, 1 or more, as stores expect. */
function toMilliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000));
}

function getDeliveryKey(_event: ReceivedEvent, { key }: Delivery): string {
  return key;
}
