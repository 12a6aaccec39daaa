import type { MynthEvent } from "@mynth-webhooks/express";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { openQueue, queueName } from "example-queue-pg-boss/queue";
import { createApp } from "example-queue-pg-boss/receiver";
import { startWorker } from "example-queue-pg-boss/worker";
import request from "supertest";
import { describe, expect, inject, test, vi } from "vitest";

const { postgres = "" } = inject("servers");
const secret = "wbs_example";
const createEvent = (id: string) => exampleEvent("task.image.generate.completed", { task: { id } });

async function deliver(app: ReturnType<typeof createApp>, event: MynthEvent): Promise<number> {
  const { headers, body } = signDelivery(event, { secret });
  return (await request(app).post("/webhooks/mynth").set(headers).send(body)).status;
}

describe.skipIf(!postgres)("events in pg-boss", () => {
  test("a repeated event in pg-boss is processed once by one of the workers, and retried if it fails", async () => {
    const [first, second] = [await openQueue(postgres), await openQueue(postgres)];
    try {
      const app = createApp(first, secret);
      const tasks = Array.from({ length: 5 }, (_, index) => `tsk_${process.pid}_${index}`);
      const statuses = await Promise.all(tasks.flatMap((id) => [1, 2, 3].map(() => deliver(app, createEvent(id)))));
      expect(new Set(statuses)).toEqual(new Set([204]));

      const worked: string[] = [];
      let failures = 1;
      const handle = async (event: MynthEvent) => {
        if (failures-- > 0) throw new Error("the CDN is down");
        worked.push(event.task.id);
      };
      await startWorker(first, handle);
      await startWorker(second, handle);
      await vi.waitFor(() => expect(worked).toHaveLength(tasks.length), { timeout: 60_000, interval: 100 });
      expect(worked.toSorted()).toEqual(tasks.toSorted());

      // An event that is delivered again after it was processed is not queued.
      expect(await deliver(app, createEvent(tasks[0] ?? ""))).toBe(204);
      expect(await first.getQueueSize(queueName)).toBe(0);
    } finally {
      await Promise.all([first, second].map((boss) => boss.stop({ graceful: false })));
    }
  }, 90_000);
});
