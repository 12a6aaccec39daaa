import type { ClaimResult } from "./idempotency-store.ts";
import { StoreTimeoutError } from "./with-timeout.ts";

/** The times of a lease, in milliseconds. */
export interface LeaseTimes {
  readonly lease: number;
  /** The longest time in all, renewals included. */
  readonly maxLease: number;
}

/** Renews the lease of one claim while its handler runs. */
export class LeaseRenewal {
  readonly #renew: () => ClaimResult | Promise<ClaimResult>;
  readonly #onLate: (late: Promise<unknown>) => void;
  readonly #times: LeaseTimes;
  readonly #start: number;
  #renewedAt: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | undefined;
  #isStopped = false;

  /**
   * @param claimedAt when the claim was sent, on the clock of `performance`
   * @param renew claims again
   * @param onLate called with a renewal that took too long, and is still pending
   */
  constructor(
    times: LeaseTimes,
    claimedAt: number,
    renew: () => ClaimResult | Promise<ClaimResult>,
    onLate: (late: Promise<unknown>) => void,
  ) {
    this.#times = times;
    this.#start = claimedAt;
    this.#renewedAt = claimedAt;
    this.#renew = renew;
    this.#onLate = onLate;
    this.#schedule();
  }

  /** When the lease expires, on the clock of `performance`. */
  get end(): number {
    return this.#renewedAt + this.#times.lease;
  }

  /** Stops renewing. It resolves when no renewal is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#underWay;
  }

  /** Schedules the next renewal, after a third of the lease: if one fails, there is time for another. */
  #schedule(): void {
    const { lease, maxLease } = this.#times;
    const pause = lease / 3;
    if (this.#isStopped || performance.now() + pause + lease > this.#start + maxLease) return;
    const timer = setTimeout(() => {
      this.#underWay = this.#renewOnce();
    }, pause);
    this.#timer = timer;
    unref(timer);
  }

  async #renewOnce(): Promise<void> {
    const sentAt = performance.now();
    try {
      const result = await this.#renew();
      if (result === "done") return;
      // Another owner may have the key for now. If its handler fails, the key is free again.
      if (result === "claimed") this.#renewedAt = sentAt;
    } catch (error) {
      if (error instanceof StoreTimeoutError) this.#onLate(error.late);
    }
    this.#schedule();
  }
}

/** A handler that never ends must not keep Node's process alive. Other runtimes have numbers for timers. */
function unref(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
    timer.unref();
}
