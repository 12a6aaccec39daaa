import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits until `isReady` returns true.
 *
 * @param what what is awaited, for the error
 * @throws {Error} if it takes too long
 */
export async function waitUntil(isReady: () => Promise<boolean>, what: string, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs} ms.`);
    await wait(20);
  }
}
