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

/** Whether a timestamp is within the tolerance. `timestamp` is in Unix seconds, `now` in milliseconds. */
export function isFresh(timestamp: number, now: number, tolerance: Tolerance): boolean {
  const skew = getSkew(timestamp, now);
  // NaN is not fresh.
  return skew <= tolerance.past && -skew <= tolerance.future;
}

/** The age of a timestamp in seconds; negative if it is ahead of the clock. */
export function getSkew(timestamp: number, now: number): number {
  return Math.floor(now / 1000) - timestamp;
}
