/** What explains a timestamp that is outside the tolerance. */
export interface TimeFault {
  /** Stable, for programs. */
  readonly name: "milliseconds" | "stale" | "clock_skew";
  /** What the timestamp is, to stand behind "it was". */
  readonly finding: string;
  /** What to change, for people. */
  readonly remedy: string;
}

/** As seconds this is the year 5138, as milliseconds 1973. */
const leastMilliseconds = 100_000_000_000;

/** Names the fault of a timestamp that was refused. `timestamp` is in Unix seconds, `now` in milliseconds. */
export function findTimeFault(timestamp: number, now: number): TimeFault {
  if (timestamp >= leastMilliseconds) {
    return {
      name: "milliseconds",
      finding: "timed in milliseconds",
      remedy: "the signer has to write Unix seconds, and sign those",
    };
  }
  const skew = Math.round(now / 1000 - timestamp);
  return skew > 0
    ? {
        name: "stale",
        finding: `signed ${durationText(skew)} before it came`,
        remedy:
          "a replay, a queue in front of the receiver, or a clock that is fast (a saved delivery is judged by the time it came, or signed anew)",
      }
    : {
        name: "clock_skew",
        finding: `signed ${durationText(-skew)} ahead of the receiver's clock`,
        remedy: "set that clock (NTP)",
      };
}

/** A duration in the largest unit that still tells it within a few per cent. */
function durationText(seconds: number): string {
  const units = [
    { length: 86_400, name: "days" },
    { length: 3600, name: "hours" },
    { length: 60, name: "minutes" },
  ];
  const unit = units.find(({ length }) => seconds >= 2 * length);
  return unit ? `${Math.round(seconds / unit.length)} ${unit.name}` : `${seconds} seconds`;
}
