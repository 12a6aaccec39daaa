import type { MynthEvent } from "@mynth-webhooks/express";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { eventQueue, queueName } from "example-queue-pg-boss/queue";
import { receiver } from "example-queue-pg-boss/receiver";
import { workOnEvents } from "example-queue-pg-boss/worker";
import request from "supertest";
import { describe, expect, inject, test, vi } from "vitest";

const { postgres = "" } = inject("servers");
const secret = "wbs_example";
const getEvent = (id: string) => exampleEvent("task.image.generate.completed", { task: { id } });

async function deliver(app: ReturnType<typeof receiver>, event: MynthEvent): Promise<number> {
  const { headers, body } = signDelivery(event, { secret });
  return (await request(app).post("/webhooks/mynth").set(headers).send(body)).status;
}

describe.skipIf(!postgres)("events in pg-boss", () => {
  test("an event delivered several times is worked on once, by whichever worker, and again where it failed", async () => {
    const [first, second] = [await eventQueue(postgres), await eventQueue(postgres)];
    try {
      const app = receiver(first, secret);
      const tasks = Array.from({ length: 5 }, (_, index) => `tsk_${process.pid}_${index}`);
      const statuses = await Promise.all(tasks.flatMap((id) => [1, 2, 3].map(() => deliver(app, getEvent(id)))));
      expect(new Set(statuses)).toEqual(new Set([204]));

      const worked: string[] = [];
      let failures = 1;
      const handle = async (event: MynthEvent) => {
        if (failures-- > 0) throw new Error("the CDN is down");
        worked.push(event.task.id);
      };
      await workOnEvents(first, handle);
      await workOnEvents(second, handle);
      await vi.waitFor(() => expect(worked).toHaveLength(tasks.length), { timeout: 60_000, interval: 100 });
      expect(worked.toSorted()).toEqual(tasks.toSorted());

      // Done, and delivered once more.
      expect(await deliver(app, getEvent(tasks[0] ?? ""))).toBe(204);
      expect(await first.getQueueSize(queueName)).toBe(0);
    } finally {
      await Promise.all([first, second].map((boss) => boss.stop({ graceful: false })));
    }
  }, 90_000);
});
