import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { createQueue } from "example-queue-bullmq/queue";
import { createApp } from "example-queue-bullmq/receiver";
import request from "supertest";
import { describe, expect, inject, test, vi } from "vitest";

const { redis = "" } = inject("servers");
const secret = "wbs_example";
const kills = 3;
/** Short, so that the test does not wait for the defaults. In milliseconds. */
const options = { lockDuration: 1000, stalledInterval: 500 };
const longestTakeover = options.lockDuration + 3 * options.stalledInterval;

function startWorker(url: string): ChildProcess {
  return fork(fileURLToPath(new URL("worker-process.mjs", import.meta.url)), [url, JSON.stringify(options)], {
    silent: true,
  });
}

describe.skipIf(!redis)("killed workers of BullMQ", () => {
  test(`an event is processed even if ${kills} workers are killed while they process it`, async () => {
    // Workers of other tests must not take the job.
    const url = new URL("/1", redis).href;
    const queue = createQueue(url);
    const workers = Array.from({ length: kills + 1 }, () => startWorker(url));
    try {
      const holders: ChildProcess[] = [];
      for (const worker of workers) worker.on("message", () => holders.push(worker));
      const waitForHolder = (count: number) =>
        vi.waitFor(() => expect(holders.length).toBeGreaterThanOrEqual(count), { timeout: 10_000, interval: 10 });

      await queue.obliterate({ force: true });
      const { headers, body } = signDelivery(exampleEvent("task.image.generate.completed"), { secret });
      const response = await request(createApp(queue, secret)).post("/webhooks/mynth").set(headers).send(body);
      expect(response.status).toBe(204);
      await waitForHolder(1);

      const takeovers: number[] = [];
      while (takeovers.length < kills) {
        const killed = Date.now();
        const holding = holders.length;
        holders.at(-1)?.kill("SIGKILL");
        await waitForHolder(holding + 1);
        takeovers.push(Date.now() - killed);
      }
      expect(Math.max(...takeovers)).toBeLessThan(longestTakeover + 2000); // a busy machine

      holders.at(-1)?.send("finish");
      await vi.waitFor(
        async () => expect(await queue.getJobCounts("completed", "failed")).toEqual({ completed: 1, failed: 0 }),
        {
          timeout: 10_000,
        },
      );
    } finally {
      for (const worker of workers) worker.kill("SIGKILL");
      await queue.close();
    }
  });
});
