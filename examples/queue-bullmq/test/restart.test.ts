import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findFreePort, startProxy } from "@mynth-webhooks/test-servers";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { describe, expect, inject, test, vi } from "vitest";

const { redis = "" } = inject("servers");
const secret = "wbs_example";

function startProgram(name: string, variables: Readonly<Record<string, string>>) {
  const program = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
  const child = fork(program, { env: { ...process.env, ...variables }, silent: true });
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  return { child, output: () => output };
}

describe.skipIf(!redis)("a restart of Redis", () => {
  test("the receiver and the worker survive a restart of Redis, and Mynth's retry is processed", async () => {
    // Workers of other tests must not take the jobs.
    const proxy = await startProxy(new URL("/2", redis).href);
    const port = await findFreePort();
    const variables = { PORT: `${port}`, REDIS_URL: proxy.url, MYNTH_WEBHOOK_SECRET: secret };
    const receiver = startProgram("start-receiver", variables);
    const worker = startProgram("start-worker", variables);
    const post = async (id: string) => {
      const delivery = signDelivery(exampleEvent("task.image.generate.completed", { task: { id } }), { secret });
      return (await fetch(`http://127.0.0.1:${port}/webhooks/mynth`, { method: "POST", ...delivery })).status;
    };
    try {
      const [before, after] = [`tsk_${process.pid}_before`, `tsk_${process.pid}_after`];
      await vi.waitFor(async () => expect(await post(before)).toBe(204), 20_000);
      await vi.waitFor(() => expect(worker.output()).toContain(before), 20_000);

      await proxy.cut();
      expect(await post(after)).toBe(500);
      await proxy.resume();

      await vi.waitFor(async () => expect(await post(after)).toBe(204), 20_000);
      await vi.waitFor(() => expect(worker.output()).toContain(after), 20_000);
      expect([receiver.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
    } finally {
      receiver.child.kill("SIGKILL");
      worker.child.kill("SIGKILL");
      await proxy.cut();
    }
  });
});
