import { setTimeout as wait } from "node:timers/promises";
import { isSuccess, send } from "./send.ts";

const concurrency = 32;
const maxAttempts = 10;

/**
 * Delivers every event once more, after everything. An event that was recorded gets 200 at once. One whose record was
 * lost is processed again, or is refused as still in progress.
 *
 * @returns the refused events
 */
export async function redeliver(tasks: readonly string[], getUrl: () => string): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  const queue = tasks.values();
  async function work(): Promise<void> {
    for (const task of queue) if (!(await isAccepted(task, getUrl))) refused.add(task);
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return refused;
}

async function isAccepted(task: string, getUrl: () => string): Promise<boolean> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const status = await send(task, getUrl());
    if (isSuccess(status)) return true;
    if (status === 409) return false;
    await wait(200);
  }
  return false;
}
