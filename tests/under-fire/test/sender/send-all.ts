import { setTimeout as wait } from "node:timers/promises";
import type { PlannedDelivery } from "./plan.ts";
import { isSuccess, send } from "./send.ts";

/** In milliseconds. Mynth pauses 5 s, doubling up to 1 h; this is a hundred times faster. */
const firstPause = 50;
const longestPause = 1000;

/** A delivery is given up after this time, in milliseconds. It is shorter than the default lease. */
const patience = 20_000;

/** Limits the concurrent deliveries, unless their plan needs more. */
const defaultConcurrency = 128;

export interface SenderReport {
  deliveries: number;
  requests: number;
  /** Events with a delivery that was given up. */
  readonly givenUp: Set<string>;
  /** The longest time from the first request of a delivery to its 2xx, by event, in milliseconds. */
  readonly longest: Map<string, number>;
}

/** Delivers events as planned. It retries until the answer is 2xx. */
export async function sendAll(
  deliveries: readonly PlannedDelivery[],
  getUrl: () => string,
  concurrency = defaultConcurrency,
): Promise<SenderReport> {
  const start = Date.now();
  const report: SenderReport = { deliveries: deliveries.length, requests: 0, givenUp: new Set(), longest: new Map() };
  const queue = deliveries.values();
  async function work(): Promise<void> {
    for (const { task, due } of queue) {
      await wait(Math.max(0, start + due - Date.now()));
      await deliver(task, getUrl, report);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return report;
}

async function deliver(task: string, getUrl: () => string, report: SenderReport): Promise<void> {
  const start = Date.now();
  for (let attempt = 0; Date.now() < start + patience; attempt += 1) {
    report.requests += 1;
    if (isSuccess(await send(task, getUrl()))) {
      report.longest.set(task, Math.max(report.longest.get(task) ?? 0, Date.now() - start));
      return;
    }
    await wait(Math.min(firstPause * 2 ** attempt, longestPause) * (0.5 + Math.random()));
  }
  report.givenUp.add(task);
}
