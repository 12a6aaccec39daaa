import { startExample } from "@mynth-webhooks/test-servers";
import { badDeliveries, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, expect, test, vi } from "vitest";

const secret = "wbs_example";
const example = await startExample(`${import.meta.dirname}/..`, { MYNTH_WEBHOOK_SECRET: secret });
afterAll(() => example.stop());

const post = ({ headers, body }: ReturnType<typeof signDelivery>) =>
  fetch(`${example.url}/webhooks/mynth`, { method: "POST", headers, body });

test.each([
  { name: "task.image.generate.completed", says: /tsk_1: https:.*LIGHTHOUSE/ },
  { name: "task.image.generate.failed", says: /tsk_1 failed:.*PROVIDER_ERROR/s },
] as const)("the Express 4 example returns 204 for a signed $name and processes it", async ({ name, says }) => {
  const { status } = await post(signDelivery(exampleEvent(name, { task: { id: "tsk_1" } }), { secret }));
  expect(status).toBe(204);
  await vi.waitFor(() => expect(example.output()).toMatch(says));
});

test("the Express 4 example returns 401 for a tampered delivery and does not process it", async () => {
  const event = exampleEvent("task.image.generate.completed", { task: { id: "tsk_2" } });
  expect((await post(badDeliveries.tampered(event, { secret }))).status).toBe(401);
  expect(example.output()).not.toContain("tsk_2");
});

test("the Express 4 example still serves its other pages", async () => {
  expect(await (await fetch(example.url)).text()).toBe("The shop is open.");
});
