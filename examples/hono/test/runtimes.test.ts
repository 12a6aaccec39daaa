import { dirname } from "node:path";
import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { bun, deno } from "@mynth-webhooks/conformance/runtimes/versions";
import { type RunningExample, startExample } from "@mynth-webhooks/test-servers";
import { badDeliveries, completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const secret = "wbs_example";
const folder = `${import.meta.dirname}/..`;

describe.each([
  { runtime: "Node", script: "start" },
  { runtime: `Bun ${bun.version}`, script: "start:bun", program: bun },
  { runtime: `Deno ${deno.version}`, script: "start:deno", program: deno },
  { runtime: "workerd", script: "start:workers" },
])("the Hono example on $runtime", ({ runtime, script, program }) => {
  let example: RunningExample;
  beforeAll(async () => {
    const path = program ? [dirname(await install(program))] : [];
    example = await startExample(folder, { MYNTH_WEBHOOK_SECRET: secret }, { path, script });
  });
  afterAll(() => example.stop());

  const post = ({ headers, body }: ReturnType<typeof signDelivery>) =>
    fetch(`${example.url}/webhooks/mynth`, { method: "POST", headers, body });

  test(`returns the task and the number of its images on ${runtime}`, async () => {
    const response = await post(signDelivery(completedPayload, { secret }));
    const { task, result } = completedPayload;
    expect([response.status, await response.json()]).toEqual([200, { task: task.id, images: result.images.length }]);
    if (program) expect(example.output()).toContain(runtime);
  });

  test(`rejects a tampered delivery with 401 on ${runtime}`, async () => {
    expect((await post(badDeliveries.tampered(completedPayload, { secret }))).status).toBe(401);
  });
});
