/**
 * Reads the clock of an option.
 *
 * @throws {TypeError} if it returns anything but a time in milliseconds
 */
export function readClock(clock: () => number): number {
  const now: unknown = clock();
  if (typeof now === "number" && Number.isFinite(now)) return now;
  // The rejection of a promise that nobody handles would end the process.
  Promise.resolve(now).catch(() => {});
  throw new TypeError("The option clock must return a number: milliseconds since 1970, and not a promise.");
}
