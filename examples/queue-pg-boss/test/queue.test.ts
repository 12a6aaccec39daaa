import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { EventHandlers, MynthEvent, QueueMessage } from "@mynth-webhooks/express";
import { findFreePort, startProxy } from "@mynth-webhooks/test-servers";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { openQueue, queueName } from "example-queue-pg-boss/queue";
import { createApp } from "example-queue-pg-boss/receiver";
import { startWorker, type Worker } from "example-queue-pg-boss/worker";
import type PgBoss from "pg-boss";
import request from "supertest";
import { afterEach, describe, expect, inject, test, vi } from "vitest";

const { postgres = "" } = inject("servers");
const secret = "wbs_example";
/** Short, so that tests do not wait for the defaults. */
const fastTakeover = { expireInSeconds: 1, maintenanceIntervalSeconds: 1 };
const programs = {
  receiver: fileURLToPath(new URL("../dist/start-receiver.js", import.meta.url)),
  worker: fileURLToPath(new URL("worker-process.mjs", import.meta.url)),
};
const createEvent = (id: string) => exampleEvent("task.image.generate.completed", { task: { id } });

async function deliver(app: ReturnType<typeof createApp>, event: MynthEvent): Promise<number> {
  const { headers, body } = signDelivery(event, { secret });
  return (await request(app).post("/webhooks/mynth").set(headers).send(body)).status;
}

async function getJob(boss: PgBoss, task: string): Promise<unknown> {
  const { rows } = await boss
    .getDb()
    .executeSql("SELECT * FROM pgboss.job WHERE name = $1 AND data->>'key' LIKE '%:' || $2", [queueName, task]);
  return rows[0];
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.skipIf(!postgres)("events in pg-boss", () => {
  test("processes that start at the same moment open a new queue", async () => {
    const database = `start_${process.pid}`;
    const boss = await openQueue(postgres);
    const url = new URL(postgres);
    url.pathname = database;
    try {
      await boss.getDb().executeSql(`CREATE DATABASE ${database}`, []);
      const opened = await Promise.all(Array.from({ length: 8 }, () => openQueue(url.href)));
      await Promise.all(opened.map((each) => each.stop({ graceful: false })));
    } finally {
      // It fails until all connections are closed.
      await vi.waitFor(() => boss.getDb().executeSql(`DROP DATABASE ${database}`, []), { timeout: 10_000 });
      await boss.stop({ graceful: false });
    }
  });

  test("a repeated event in pg-boss is processed once by one of the workers, and retried if it fails", async () => {
    const [first, second] = [await openQueue(postgres), await openQueue(postgres)];
    const workers: Worker[] = [];
    try {
      const app = createApp(first, secret);
      const tasks = Array.from({ length: 5 }, (_, index) => `tsk_${process.pid}_${index}`);
      const statuses = await Promise.all(tasks.flatMap((id) => [1, 2, 3].map(() => deliver(app, createEvent(id)))));
      expect(new Set(statuses)).toEqual(new Set([204]));

      vi.spyOn(console, "error").mockImplementation(() => {});
      const worked: string[] = [];
      let failures = 1;
      const handlers: EventHandlers<[QueueMessage]> = {
        "task.image.generate.completed": async (_event, { key }) => {
          // The error of a fetch() without a network.
          if (failures-- > 0) throw new TypeError("fetch failed");
          worked.push(key);
        },
      };
      workers.push(startWorker(first, handlers), startWorker(second, handlers));
      await vi.waitFor(() => expect(worked).toHaveLength(tasks.length), { timeout: 60_000, interval: 100 });
      expect(worked.toSorted()).toEqual(tasks.map((id) => `task.image.generate.completed:${id}`).toSorted());

      // An event that is delivered again after it was processed is not queued.
      expect(await deliver(app, createEvent(tasks[0] ?? ""))).toBe(204);
      expect(await first.getQueueSize(queueName)).toBe(0);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all([first, second].map((boss) => boss.stop({ graceful: false })));
    }
  }, 90_000);

  test.each(["a\u0000b", "half an emoji: \ud83d", "\udc00"])(
    "an event whose prompt is %j is queued and processed, although jsonb rejects such text",
    async (prompt) => {
      const boss = await openQueue(postgres);
      const seen: unknown[] = [];
      const worker = startWorker(boss, { all: (event) => seen.push(event.request) });
      try {
        const event = exampleEvent("task.image.generate.completed", {
          task: { id: `tsk_${process.pid}_${prompt.length}_${prompt.charCodeAt(0)}` },
        });
        expect(await deliver(createApp(boss, secret), { ...event, request: { ...event.request, prompt } })).toBe(204);
        await vi.waitFor(() => expect(seen).toEqual([expect.objectContaining({ prompt })]), 20_000);
      } finally {
        await worker.stop();
        await boss.stop({ graceful: false });
      }
    },
  );

  test("an event is processed by another worker soon after its worker is killed", async () => {
    // Expiry, two intervals at worst, the first retry's delay of at most two seconds, and the polling interval.
    const longestTakeover = 5500;
    const boss = await openQueue(postgres, fastTakeover);
    const workers = [1, 2].map(() => fork(programs.worker, [postgres, JSON.stringify(fastTakeover)], { silent: true }));
    try {
      const holders: ChildProcess[] = [];
      for (const worker of workers) worker.on("message", () => holders.push(worker));
      const waitForHolder = (count: number) =>
        vi.waitFor(() => expect(holders.length).toBeGreaterThanOrEqual(count), { timeout: 10_000, interval: 10 });

      const task = `tsk_${process.pid}_killed`;
      expect(await deliver(createApp(boss, secret), createEvent(task))).toBe(204);
      await waitForHolder(1);
      const killed = Date.now();
      holders.at(-1)?.kill("SIGKILL");
      await waitForHolder(2);
      expect(Date.now() - killed).toBeLessThan(longestTakeover + 2000); // a busy machine

      holders.at(-1)?.send("finish");
      await vi.waitFor(async () => expect(await getJob(boss, task)).toMatchObject({ state: "completed" }), 5000);
    } finally {
      for (const worker of workers) worker.kill("SIGKILL");
      await boss.stop({ graceful: false });
    }
  });

  test("an event whose last attempt failed is kept, and processed after the README's statement", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const [list = "", retry = ""] = Array.from(readme.matchAll(/```sql\n(.+?)```/gs), ([, statement]) => statement);
    const boss = await openQueue(postgres);
    let worker: Worker | undefined;
    try {
      const task = `tsk_${process.pid}_failed`;
      expect(await deliver(createApp(boss, secret), createEvent(task))).toBe(204);
      await boss.getDb().executeSql("UPDATE pgboss.job SET retry_limit = 0 WHERE name = $1", [queueName]);
      vi.spyOn(console, "error").mockImplementation(() => {});
      let attempts = 0;
      const all = async () => {
        attempts += 1;
        if (attempts === 1) throw new Error("the CDN is down");
      };
      worker = startWorker(boss, { all });
      await vi.waitFor(async () => expect(await getJob(boss, task)).toMatchObject({ state: "failed" }), 5000);
      expect((await boss.getDb().executeSql(list, [])).rows).toMatchObject([
        { output: { message: "the CDN is down" } },
      ]);

      await boss.getDb().executeSql(retry, []);
      await vi.waitFor(async () => expect(await getJob(boss, task)).toMatchObject({ state: "completed" }), 5000);
      expect(attempts).toBe(2);
    } finally {
      await worker?.stop();
      await boss.stop({ graceful: false });
    }
  });

  test("a job that is not a message of createQueueMessage() fails at once, and stays with its error", async () => {
    const boss = await openQueue(postgres);
    const all = vi.fn();
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const worker = startWorker(boss, { all });
    const id = (await boss.send(queueName, { key: "none", message: '{"event":{"event":"credit.low"}}' })) ?? "";
    try {
      await vi.waitFor(
        async () => expect(await boss.getJobById(queueName, id)).toMatchObject({ state: "failed" }),
        5000,
      );
      expect(await boss.getJobById(queueName, id)).toMatchObject({
        output: { message: expect.stringContaining("Expected a message of createQueueMessage(event, delivery).") },
      });
      expect(error).toHaveBeenCalledTimes(1);
      expect(all).not.toHaveBeenCalled();
    } finally {
      await worker.stop();
      await boss.deleteJob(queueName, id);
      await boss.stop({ graceful: false });
    }
  });

  test("the receiver and the worker survive a restart of PostgreSQL, and no event is lost", async () => {
    const proxy = await startProxy(postgres);
    const port = await findFreePort();
    const variables = { PORT: `${port}`, DATABASE_URL: proxy.url, MYNTH_WEBHOOK_SECRET: secret };
    const receiver = fork(programs.receiver, { env: { ...process.env, ...variables }, silent: true });
    const post = async (id: string) => {
      const delivery = signDelivery(createEvent(id), { secret });
      return (await fetch(`http://127.0.0.1:${port}/webhooks/mynth`, { method: "POST", ...delivery })).status;
    };
    const tasks = ["first", "held", "delivered_after"].map((name) => `tsk_${process.pid}_${name}`);
    const [first = "", held = "", deliveredAfter = ""] = tasks;
    await vi.waitFor(async () => expect(await post(first)).toBe(204), 20_000);

    const worker = fork(programs.worker, [proxy.url, JSON.stringify(fastTakeover)], { silent: true });
    const started: unknown[] = [];
    let errors = "";
    worker.on("message", (task) => {
      started.push(task);
      if (task !== held || started.filter((each) => each === held).length > 1) worker.send("finish");
    });
    worker.stderr?.on("data", (chunk) => {
      errors += chunk;
    });
    try {
      await vi.waitFor(() => expect(started).toEqual([first]), 20_000);
      expect(await post(held)).toBe(204);
      await vi.waitFor(() => expect(started).toEqual([first, held]), 20_000);

      await proxy.cut();
      worker.send("finish");
      expect(await post(deliveredAfter)).toBe(500);
      await vi.waitFor(() => expect(errors).toMatch(/Manager\.(complete|fail)/), 20_000);

      await proxy.resume();
      expect(await post(deliveredAfter)).toBe(204);
      // PostgreSQL was not there to complete the job, so it expired and was processed again.
      await vi.waitFor(() => expect(started.toSorted()).toEqual([...tasks, held].toSorted()), 20_000);
    } finally {
      receiver.kill("SIGKILL");
      worker.kill("SIGKILL");
      await proxy.cut();
    }
  });
});
