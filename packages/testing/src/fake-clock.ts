/** A clock that stands still until it is moved. */
export interface FixedClock {
  /** For the option `clock`: milliseconds since 1970. */
  readonly clock: () => number;
  /** For `signDelivery`: Unix seconds. */
  readonly timestamp: number;
  /** Moves it on, by seconds. */
  advance(seconds: number): void;
}

/**
 * A clock for tests of what is fresh and what is stale.
 *
 * @param timestamp where it stands, in Unix seconds
 *
 * @example
 * const time = fakeClock();
 * app.use(mynthWebhook(secret, { clock: time.clock }));
 * const delivery = signDelivery(event, { secret, timestamp: time.timestamp });
 * time.advance(301); // now it is stale
 */
export function fakeClock(timestamp = 1_800_000_000): FixedClock {
  let now = timestamp;
  return {
    clock: () => now * 1000,
    get timestamp() {
      return now;
    },
    advance(seconds) {
      now += seconds;
    },
  };
}
