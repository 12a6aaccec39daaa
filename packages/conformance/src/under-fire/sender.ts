import { setTimeout as wait } from "node:timers/promises";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { secret } from "./settings.ts";

/** In milliseconds: the sender's 5 s doubling to 1 h, a hundred times as fast and no longer than the lease. */
const firstPause = 50;
const longestPause = 1000;

/** The sender gives a delivery up after so many attempts. */
const maxAttempts = 100;

/** At most so many deliveries are on their way at once. */
const concurrency = 64;

/** What became of the deliveries, and how many requests it took. */
export interface SenderReport {
  deliveries: number;
  requests: number;
  givenUp: number;
}

/** Delivers every event 3 to 5 times, in any order and at the same time, and retries what is not answered 2xx. */
export async function sendAll(tasks: readonly string[], anyUrl: () => string): Promise<SenderReport> {
  const queue = shuffled(tasks.flatMap((task) => Array<string>(3 + Math.floor(Math.random() * 3)).fill(task)));
  const report: SenderReport = { deliveries: queue.length, requests: 0, givenUp: 0 };
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let task = queue.pop(); task !== undefined; task = queue.pop()) await deliver(task, anyUrl, report);
    }),
  );
  return report;
}

async function deliver(task: string, anyUrl: () => string, report: SenderReport): Promise<void> {
  const event = exampleEvent("task.image.generate.completed", { task: { id: task } });
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    report.requests += 1;
    if (await isAccepted(anyUrl(), event)) return;
    await wait(Math.min(firstPause * 2 ** attempt, longestPause) * (0.5 + Math.random()));
  }
  report.givenUp += 1;
}

async function isAccepted(url: string, event: object): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(`${url}/webhooks/mynth`, {
      method: "POST",
      ...signDelivery(event, { secret }),
      signal,
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
