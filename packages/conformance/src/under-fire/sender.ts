import { setTimeout as wait } from "node:timers/promises";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { secret } from "./settings.ts";

/** In milliseconds. Mynth pauses 5 s, doubling up to 1 h; this is a hundred times faster, and shorter than the lease. */
const firstPause = 50;
const longestPause = 1000;

/** The sender drops a delivery after this many attempts. */
const maxAttempts = 100;

/** Limits the concurrent requests. */
const concurrency = 64;

/** The number of deliveries, requests and dropped deliveries. */
export interface SenderReport {
  deliveries: number;
  requests: number;
  givenUp: number;
}

/** Delivers every event 3 to 5 times, concurrently and in random order. It retries until the answer is 2xx. */
export async function sendAll(tasks: readonly string[], anyUrl: () => string): Promise<SenderReport> {
  const queue = shuffle(tasks.flatMap((task) => Array<string>(3 + Math.floor(Math.random() * 3)).fill(task)));
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

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
