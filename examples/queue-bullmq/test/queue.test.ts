import type { EventHandlers, MynthEvent, QueueMessage } from "@mynth-webhooks/express";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { checkPersistence, createQueue } from "example-queue-bullmq/queue";
import { createApp } from "example-queue-bullmq/receiver";
import { createWorker } from "example-queue-bullmq/worker";
import request from "supertest";
import { afterEach, describe, expect, inject, test, vi } from "vitest";

const { redis = "" } = inject("servers");
const secret = "wbs_example";
const closing: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(closing.splice(0).map((each) => each.close()));
});

function open<T extends { close(): Promise<unknown> }>(opened: T): T {
  closing.push(opened);
  return opened;
}

const createEvent = (id: string) => exampleEvent("task.image.generate.completed", { task: { id } });

async function deliver(app: ReturnType<typeof createApp>, event: MynthEvent): Promise<number> {
  const { headers, body } = signDelivery(event, { secret });
  return (await request(app).post("/webhooks/mynth").set(headers).send(body)).status;
}

describe.skipIf(!redis)("events in BullMQ", () => {
  test("a repeated event in BullMQ is processed once by one of the workers, and retried if it fails", async () => {
    const queue = open(createQueue(redis));
    await queue.waitUntilReady();
    const app = createApp(queue, secret);
    const tasks = Array.from({ length: 10 }, (_, index) => `tsk_${process.pid}_${index}`);
    const statuses = await Promise.all(tasks.flatMap((id) => [1, 2, 3].map(() => deliver(app, createEvent(id)))));
    expect(new Set(statuses)).toEqual(new Set([204]));

    vi.spyOn(console, "warn").mockImplementation(() => {});
    const worked: string[] = [];
    let failures = 1;
    const handlers: EventHandlers<[QueueMessage]> = {
      "task.image.generate.completed": async (_event, { key }) => {
        // The error of a fetch() without a network.
        if (failures-- > 0) throw new TypeError("fetch failed");
        worked.push(key);
      },
    };
    open(createWorker(redis, handlers));
    open(createWorker(redis, handlers));
    await vi.waitFor(() => expect(worked).toHaveLength(tasks.length), { timeout: 30_000 });
    expect(worked.toSorted()).toEqual(tasks.map((id) => `task.image.generate.completed:${id}`).toSorted());

    // An event that is delivered again after it was processed is not queued.
    expect(await deliver(app, createEvent(tasks[0] ?? ""))).toBe(204);
    expect(await queue.getWaitingCount()).toBe(0);
  }, 60_000);

  test("a job that is not a message of createQueueMessage() fails at once, and stays with its error", async () => {
    const queue = open(createQueue(redis));
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const all = vi.fn();
    open(createWorker(redis, { all }));
    const { id = "" } = await queue.add("not a message", JSON.parse('{"event":{"event":"credit.low"}}'));
    await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining("has no key")), 10_000);
    expect(await queue.getJobState(id)).toBe("failed");
    expect(await queue.getJob(id)).toMatchObject({
      attemptsMade: 1,
      failedReason: expect.stringContaining("Expected a message of createQueueMessage(event, delivery)."),
    });
    expect(all).not.toHaveBeenCalled();
  });

  test("a delivery gets 500 if BullMQ has no Redis, so that Mynth retries", async () => {
    const queue = open(createQueue("redis://127.0.0.1:1"));
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await deliver(createApp(queue, secret), createEvent("tsk_1"))).toBe(500);
  });

  test("a Redis that only saves snapshots causes a warning", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await checkPersistence(open(createQueue(redis)));
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("Set appendonly yes."));
  });
});
