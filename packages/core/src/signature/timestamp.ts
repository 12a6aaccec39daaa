import { MynthWebhookError } from "../error.ts";

/** Largest difference between a timestamp and the clock, in seconds. */
export interface Tolerance {
  /** The largest age of a delivery. */
  readonly past: number;
  /** The largest lead of the sender's clock. */
  readonly future: number;
}

/** The default tolerance on both sides, in seconds. Source: Mynth's SDK. */
export const defaultTolerance = 300;

/** Unix seconds in a header: 1 to 15 ASCII digits, nothing else. */
export const timestampPattern = /^[0-9]{1,15}$/;

/**
 * Checks a timestamp in Unix seconds. `now` is in milliseconds.
 *
 * @throws {MynthWebhookError} `timestamp_out_of_tolerance`
 */
export function assertFresh(timestamp: number, now: number, tolerance: Tolerance): void {
  const skewSeconds = Math.floor(now / 1000) - timestamp;
  // Written so that NaN is rejected.
  const fresh = skewSeconds <= tolerance.past && -skewSeconds <= tolerance.future;
  if (!fresh) throw new MynthWebhookError("timestamp_out_of_tolerance", { details: { skewSeconds, tolerance } });
}
