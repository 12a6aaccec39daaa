/** Deletes expired rows. */
export interface Purger {
  /** Deletes all of them, in batches, and returns their number. */
  purge(): Promise<number>;
  /** Deletes them in the background, if it is time. */
  purgeIfDue(): void;
}

/** How many rows one statement deletes. It keeps them locked only for milliseconds. */
const batchSize = 1000;

/**
 * Creates a purger that is due every `interval` seconds, or never.
 *
 * @throws {TypeError} if the interval is invalid
 */
export function createPurger(purgeBatch: (size: number) => Promise<number>, interval: number | false): Purger {
  if (interval !== false && !(typeof interval === "number" && interval > 0))
    throw new TypeError("postgresStore: purgeInterval must be a positive number of seconds, or false.");
  // Processes that start together do not purge together, and some that live shortly purge too.
  let dueAt = interval === false ? Number.POSITIVE_INFINITY : Date.now() + Math.random() * interval * 1000;

  async function purge(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await purgeBatch(batchSize);
      total += count;
      if (count < batchSize) return total;
    }
  }

  return {
    purge,
    purgeIfDue() {
      const now = Date.now();
      if (interval === false || now < dueAt) return;
      dueAt = now + interval * 1000;
      purge().catch((error: unknown) =>
        console.error("postgresStore: purge() failed. It is tried again later.", error),
      );
    },
  };
}
