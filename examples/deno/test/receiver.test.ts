import { dirname } from "node:path";
import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { deno } from "@mynth-webhooks/conformance/runtimes/versions";
import { startExample } from "@mynth-webhooks/test-servers";
import { badDeliveries, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, expect, test, vi } from "vitest";

const secret = "wbs_example";
const program = await install(deno);
const variables = { MYNTH_WEBHOOK_SECRET: secret };
const example = await startExample(`${import.meta.dirname}/..`, variables, [dirname(program)]);
afterAll(() => example.stop());

const post = ({ headers, body }: ReturnType<typeof signDelivery>) =>
  fetch(`${example.url}/webhooks/mynth`, { method: "POST", headers, body });

test("the Deno example runs on the tested version of Deno", () => {
  expect(example.output()).toContain(`Deno ${deno.version}`);
});

test.each([
  { name: "task.image.generate.completed", says: /tsk_1: https:.*LIGHTHOUSE/ },
  { name: "task.image.generate.failed", says: /tsk_1 failed:.*PROVIDER_ERROR/s },
] as const)("the Deno example returns 204 for a signed $name and processes it", async ({ name, says }) => {
  const { status } = await post(signDelivery(exampleEvent(name, { task: { id: "tsk_1" } }), { secret }));
  expect(status).toBe(204);
  await vi.waitFor(() => expect(example.output()).toMatch(says));
});

test("the Deno example returns 401 for a tampered delivery and does not process it", async () => {
  const event = exampleEvent("task.image.generate.completed", { task: { id: "tsk_2" } });
  expect((await post(badDeliveries.tampered(event, { secret }))).status).toBe(401);
  expect(example.output()).not.toContain("tsk_2");
});

test("the Deno example still serves its other pages", async () => {
  expect(await (await fetch(example.url)).text()).toBe("The shop is open.");
});
