import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { PackedPackage } from "@mynth-webhooks/scripts/pack";
import { findFreePort } from "@mynth-webhooks/test-servers";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { installFixture } from "./install-fixture.ts";
import { runCommand } from "./run-command.ts";

const folder = fileURLToPath(new URL("../../../examples/nextjs", import.meta.url));
const secret = "wbs_nextjs_example";
const startTimeoutMs = 60_000;

/** Builds and starts the example for Next.js, delivers two events, and returns what is wrong with its page. */
export async function checkNextjsExample(packed: readonly PackedPackage[]): Promise<string[]> {
  await installFixture({ folder }, packed);
  const port = await findFreePort();
  const env = {
    ...process.env,
    PORT: String(port),
    MYNTH_WEBHOOK_SECRET: secret,
    NEXT_TELEMETRY_DISABLED: "1",
    DATA_FOLDER: `${folder}/.next/test-data-${process.pid}`,
  };
  await runCommand(["npm", "run", "build"], folder, env);
  const child = spawn("npm", ["start"], { cwd: folder, env, stdio: "ignore", detached: true });
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitForAnswer(url);
    const completed = exampleEvent("task.image.generate.completed");
    const failed = exampleEvent("task.image.generate.failed", { task: { id: "tsk_that_failed" } });
    const statuses: number[] = [];
    for (const event of [completed, completed, failed]) {
      const { headers, body } = signDelivery(event, { secret });
      statuses.push((await fetch(`${url}/webhooks/mynth`, { method: "POST", headers, body })).status);
    }
    const page = await (await fetch(url)).text();
    const [image] = completed.result.images;
    return [
      statuses.join() === "204,204,204" ? "" : `The deliveries got ${statuses.join()}.`,
      "url" in Object(image) && page.includes(`src="${Reflect.get(Object(image), "url")}"`)
        ? ""
        : "The page lacks the image.",
      page.split(`<h2>${completed.task.id}`).length === 2 ? "" : "The page does not have the task once.",
      page.includes("tsk_that_failed") ? "" : "The page lacks the failed task.",
    ].filter((fault) => fault !== "");
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }
}

async function waitForAnswer(url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    try {
      await fetch(url);
      return;
    } catch {
      await wait(100);
    }
  }
  throw new Error("The example does not answer.");
}
