/** The reason why a timestamp is outside the tolerance. */
export interface TimeFault {
  /** The stable name, for programs. */
  readonly name: "milliseconds" | "stale" | "clock_skew";
  /** The fault, to follow "The delivery was". */
  readonly finding: string;
  /** The fix, for people. */
  readonly remedy: string;
}

/** As seconds this is the year 5138, as milliseconds 1973. */
const leastMilliseconds = 100_000_000_000;

/** Finds the fault of a rejected timestamp. `timestamp` is in Unix seconds, `now` in milliseconds. */
export function findTimeFault(timestamp: number, now: number): TimeFault {
  if (timestamp >= leastMilliseconds) {
    return {
      name: "milliseconds",
      finding: "timestamped in milliseconds",
      remedy: "the signer must write and sign Unix seconds",
    };
  }
  const skew = Math.round(now / 1000 - timestamp);
  return skew > 0
    ? {
        name: "stale",
        finding: `signed ${formatDuration(skew)} before it arrived`,
        remedy:
          "look for a replay, a queue in front of the receiver, or a wrong clock (sign a saved delivery again, or verify it at the time it arrived)",
      }
    : {
        name: "clock_skew",
        finding: `signed ${formatDuration(-skew)} ahead of the receiver's clock`,
        remedy: "set both clocks (NTP)",
      };
}

/** Formats a duration in the largest unit of which it has at least two. */
function formatDuration(seconds: number): string {
  const units = [
    { length: 86_400, name: "days" },
    { length: 3600, name: "hours" },
    { length: 60, name: "minutes" },
  ];
  const unit = units.find(({ length }) => seconds >= 2 * length);
  return unit ? `${Math.round(seconds / unit.length)} ${unit.name}` : `${seconds} seconds`;
}
