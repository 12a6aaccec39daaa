import { MynthWebhookError } from "../error.ts";

/** How far a timestamp may lie from the clock, in seconds. */
export interface Tolerance {
  /** How old a delivery may be. */
  readonly past: number;
  /** How far ahead of this machine's clock the sender's may be. */
  readonly future: number;
}

/** Unix seconds as they stand in a header: 1 to 15 ASCII digits, nothing else. */
export const timestampPattern = /^[0-9]{1,15}$/;

/**
 * @throws {MynthWebhookError} `timestamp_out_of_tolerance`
 */
export function assertFresh(timestamp: number, now: number, tolerance: Tolerance): void {
  const skewSeconds = Math.floor(now / 1000) - timestamp;
  // Written so that a NaN refuses.
  const fresh = skewSeconds <= tolerance.past && -skewSeconds <= tolerance.future;
  if (!fresh) throw new MynthWebhookError("timestamp_out_of_tolerance", { details: { skewSeconds, tolerance } });
}
