import { setTimeout as wait } from "node:timers/promises";

/** Something that goes wrong until the signal is aborted. It resolves when everything is up again. */
export type Fault = (signal: AbortSignal) => Promise<void>;

/** Repeats a fault, at most `times` times. */
export function repeat(everyMs: number, times: number, once: () => Promise<unknown>): Fault {
  return async (signal) => {
    for (let count = 0; count < times; count += 1) {
      if (!(await pause(everyMs, signal))) return;
      await once();
    }
  };
}

/** Waits, and returns false if the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
