import { once } from "node:events";
import { createServer } from "node:http";
import { startExample } from "@mynth-webhooks/test-servers";
import { badDeliveries, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, expect, test, vi } from "vitest";

const secret = "wbs_example";
const example = await startExample(`${import.meta.dirname}/..`, { MYNTH_WEBHOOK_SECRET: secret });
afterAll(() => example.stop());

const post = ({ headers, body }: ReturnType<typeof signDelivery>) =>
  fetch(`${example.url}/webhooks/mynth`, { method: "POST", headers, body });

test("the Workers example returns 204 for a completed task before its slow work is done", async () => {
  const cdn = createServer().listen(0, "127.0.0.1");
  await once(cdn, "listening");
  const url = `http://127.0.0.1:${Reflect.get(Object(cdn.address()), "port")}/lighthouse.webp`;
  const requested = once(cdn, "request");
  const event = exampleEvent("task.image.generate.completed", {
    task: { id: "tsk_1" },
    result: { images: [{ status: "success", id: "img_1", url }] },
  });
  expect((await post(signDelivery(event, { secret }))).status).toBe(204);
  const [request, response] = await requested;
  expect(request.url).toBe("/lighthouse.webp");
  response.end();
  cdn.close();
  await vi.waitFor(() => expect(example.output()).toContain("tsk_1: 1 images"));
});

test("the Workers example returns 204 for a failed task and logs it", async () => {
  const event = exampleEvent("task.image.generate.failed", { task: { id: "tsk_2" } });
  expect((await post(signDelivery(event, { secret }))).status).toBe(204);
  await vi.waitFor(() => expect(example.output()).toMatch(/tsk_2 failed:.*PROVIDER_ERROR/s));
});

test("the Workers example returns 401 for a tampered delivery and does not process it", async () => {
  const event = exampleEvent("task.image.generate.completed", { task: { id: "tsk_3" } });
  expect((await post(badDeliveries.tampered(event, { secret }))).status).toBe(401);
  expect(example.output()).not.toContain("tsk_3");
});

test("the Workers example still serves its other pages", async () => {
  expect(await (await fetch(example.url)).text()).toBe("The shop is open.");
});
