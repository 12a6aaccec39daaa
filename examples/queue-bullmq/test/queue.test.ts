import type { MynthEvent } from "@mynth-webhooks/express";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { eventQueue } from "example-queue-bullmq/queue";
import { receiver } from "example-queue-bullmq/receiver";
import { eventWorker } from "example-queue-bullmq/worker";
import request from "supertest";
import { afterEach, describe, expect, inject, test, vi } from "vitest";

const { redis = "" } = inject("servers");
const secret = "wbs_example";
const closing: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((each) => each.close()));
});

function open<T extends { close(): Promise<unknown> }>(opened: T): T {
  closing.push(opened);
  return opened;
}

const getEvent = (id: string) => exampleEvent("task.image.generate.completed", { task: { id } });

async function deliver(app: ReturnType<typeof receiver>, event: MynthEvent): Promise<number> {
  const { headers, body } = signDelivery(event, { secret });
  return (await request(app).post("/webhooks/mynth").set(headers).send(body)).status;
}

describe.skipIf(!redis)("events in BullMQ", () => {
  test("an event delivered several times is worked on once, by whichever worker, and again where it failed", async () => {
    const queue = open(eventQueue(redis));
    await queue.waitUntilReady();
    const app = receiver(queue, secret);
    const tasks = Array.from({ length: 10 }, (_, index) => `tsk_${process.pid}_${index}`);
    const statuses = await Promise.all(tasks.flatMap((id) => [1, 2, 3].map(() => deliver(app, getEvent(id)))));
    expect(new Set(statuses)).toEqual(new Set([204]));

    vi.spyOn(console, "warn").mockImplementation(() => {});
    const worked: string[] = [];
    let failures = 1;
    const handle = async (event: MynthEvent) => {
      if (failures-- > 0) throw new Error("the CDN is down");
      worked.push(event.task.id);
    };
    open(eventWorker(redis, handle));
    open(eventWorker(redis, handle));
    await vi.waitFor(() => expect(worked).toHaveLength(tasks.length), { timeout: 30_000 });
    expect(worked.toSorted()).toEqual(tasks.toSorted());

    // Done, and delivered once more.
    expect(await deliver(app, getEvent(tasks[0] ?? ""))).toBe(204);
    expect(await queue.getWaitingCount()).toBe(0);
  }, 60_000);

  test("without Redis the delivery is refused, so that it comes again", async () => {
    const queue = open(eventQueue("redis://127.0.0.1:1"));
    queue.on("error", () => {});
    expect(await deliver(receiver(queue, secret), getEvent("tsk_1"))).toBe(500);
  });
});
