import type { Claim, Delivery } from "../delivery.ts";
import type { Background } from "./background.ts";
import type { StoreErrorHook } from "./idempotency-options.ts";
import { LeaseRenewal, type LeaseTimes } from "./lease-renewal.ts";
import { retry, startWith } from "./retry.ts";
import type { StoreCalls } from "./store-calls.ts";
import { StoreError } from "./store-error.ts";

/** A claim on one event, to settle with the HTTP status of the handler. */
export interface ClaimHandle {
  /** Absent if no store is configured. */
  readonly claim?: Claim;
  /** Resolves when the result is recorded, or when the store has failed for the first time. It never rejects. */
  settle(status: number): Promise<void>;
}

/** The handle of an event without a claim. */
export const noClaim: ClaimHandle = { settle: async () => {} };

/** A store in memory records at once. */
const recorded = Promise.resolve();

/** How long a result is repeated at least, in milliseconds, if the lease has expired: long enough to connect again. */
const shortestRetryTime = 1500;

/** What the claims of one receiver have in common. */
export interface ClaimSettings extends LeaseTimes {
  readonly calls: StoreCalls;
  readonly background: Background;
  readonly onStoreError: StoreErrorHook;
}

/**
 * Creates the handle of a claim, whose lease is renewed until it is settled.
 *
 * @param claimedAt when the claim was sent, on the clock of `performance`
 */
export function createClaimHandle(
  claim: Claim,
  delivery: Delivery,
  claimedAt: number,
  settings: ClaimSettings,
): ClaimHandle {
  const { calls, background, onStoreError } = settings;
  let isReleased = false;
  const renewal = new LeaseRenewal(
    settings,
    claimedAt,
    () => calls.claim(claim, settings.lease),
    (late) =>
      void late.then(
        () => isReleased && background.add(releaseUntil(claim, settings.lease, calls)),
        () => {},
      ),
  );
  let settled: Promise<void> | undefined;
  return {
    claim,
    settle(status) {
      settled ??= isSuccess(status) ? complete() : release();
      return settled;
    },
  };

  function complete(): Promise<void> {
    void renewal.stop();
    // A transaction of the handler has recorded the event already.
    if (claim.isRecorded) return recorded;
    const first = calls.complete(claim);
    if (typeof first === "boolean") {
      report(first);
      return recorded;
    }
    const completeClaim = startWith<boolean | Promise<boolean>>(first, () => calls.complete(claim));
    return recordUntilLeaseEnds(async () => report(await completeClaim()), "not_recorded");
  }

  function report(isCompleted: boolean): void {
    if (!isCompleted) onStoreError(new StoreError("processed_twice"), delivery);
  }

  async function release(): Promise<void> {
    const stopped = renewal.stop();
    isReleased = true;
    await recordUntilLeaseEnds(async () => {
      // A renewal that arrives after the release would claim the key again.
      await stopped;
      await calls.release(claim);
    }, "not_released");
  }

  /** Repeats a call until the lease ends. The response waits for the first attempt only. */
  function recordUntilLeaseEnds(call: () => Promise<void>, code: "not_recorded" | "not_released"): Promise<void> {
    return new Promise((resolve) => {
      const attempt = () => call().finally(resolve);
      const work = retry(attempt, Math.max(renewal.end - performance.now(), shortestRetryTime)).catch((cause) =>
        onStoreError(new StoreError(code, { cause }), delivery),
      );
      background.add(work);
    });
  }
}

/** Releases a claim that nobody uses. If that fails, its lease expires. */
export async function releaseUntil(claim: Claim, milliseconds: number, calls: StoreCalls): Promise<void> {
  try {
    await retry(() => calls.release(claim), milliseconds);
  } catch {}
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
