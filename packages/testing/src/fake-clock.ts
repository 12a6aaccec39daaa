/** A clock that moves only when it is told to. */
export interface FakeClock {
  /** The current time in milliseconds, for the option `clock`. */
  readonly clock: () => number;
  /** The current time in Unix seconds, for `signDelivery`. */
  readonly timestamp: number;
  /** Moves the clock forward by some seconds. */
  advance(seconds: number): void;
}

/**
 * Creates a clock for tests of fresh and stale deliveries.
 *
 * @param timestamp the initial time, in Unix seconds
 *
 * @example
 * const time = fakeClock();
 * app.use(mynthWebhook(secret, { clock: time.clock }));
 * const delivery = signDelivery(event, { secret, timestamp: time.timestamp });
 * time.advance(301); // the delivery is stale now
 */
export function fakeClock(timestamp = 1_800_000_000): FakeClock {
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
