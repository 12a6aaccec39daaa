import { SingleBar } from "cli-progress";

interface Amount {
  readonly times: number;
  /** How many run at the same time. */
  readonly concurrency: number;
  readonly json?: boolean;
}

/** Calls `send` many times, some at the same time. A terminal gets a progress bar. */
export async function sendMany<T>({ times, concurrency, json }: Amount, send: () => Promise<T>): Promise<readonly T[]> {
  const bar =
    times > 1 && !json && process.stderr.isTTY
      ? new SingleBar({ format: "{bar} {value}/{total}, {eta} s left", clearOnComplete: true, hideCursor: true })
      : undefined;
  const sent: T[] = [];
  let left = times;
  async function sendWhileSomeAreLeft(): Promise<void> {
    while (left > 0) {
      left -= 1;
      sent.push(await send());
      bar?.increment();
    }
  }
  bar?.start(times, 0);
  await Promise.all(Array.from({ length: Math.min(concurrency, times) }, sendWhileSomeAreLeft));
  bar?.stop();
  return sent;
}
