import {
  badDeliveries,
  completedPayload,
  exampleEvent,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { createExpressApplication } from "example-nestjs/express";
import { createFastifyApplication } from "example-nestjs/fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const secret = "wbs_example";

describe.each([
  { platform: "Express", createApplication: createExpressApplication },
  { platform: "Fastify", createApplication: createFastifyApplication },
])("Nest on $platform", ({ platform, createApplication }) => {
  let app: Awaited<ReturnType<typeof createApplication>>;
  let url: string;

  beforeAll(async () => {
    app = await createApplication(secret);
    app.useLogger(false);
    await app.listen(0, "127.0.0.1");
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const post = (path: string, body: string, headers: Record<string, string> = { "content-type": "application/json" }) =>
    fetch(`${url}${path}`, { method: "POST", body, headers });
  const deliver = ({ headers, body }: SignedDelivery) => post("/webhooks/mynth", body, { ...headers });
  const getOrder = async (id: string) => (await fetch(`${url}/orders/${id}`)).json();

  test(`Nest on ${platform} passes a signed delivery to the controller as a typed event`, async () => {
    const created = await post("/orders/ord_42", '{"title":"A lighthouse"}');
    expect(created.status).toBe(201);
    // Its request.metadata.order is "ord_42", and one of its two images succeeded.
    const event = exampleEvent("task.image.generate.completed");
    expect((await deliver(signDelivery(event, { secret }))).status).toBe(204);
    expect(await getOrder("ord_42")).toEqual({ title: "A lighthouse", images: 1 });
  });

  const title = `Nest on ${platform} rejects a delivery that is %s with 401, and runs no controller`;
  test.each(["tampered", "unsigned", "stale"] as const)(title, async (what) => {
    await post("/orders/ord_42", '{"title":"A lighthouse"}');
    const response = await deliver(badDeliveries[what](exampleEvent("task.image.generate.completed"), { secret }));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ statusCode: 401, message: expect.any(String) });
    expect(await getOrder("ord_42")).toEqual({ title: "A lighthouse", images: 0 });
  });

  test(`Nest on ${platform} verifies a delivery whose bytes differ from JSON.stringify`, async () => {
    const body = JSON.stringify(completedPayload, null, 1).replace("botanical", "botanic\\u0061l");
    expect((await deliver(signDelivery(body, { secret }))).status).toBe(204);
  });

  test(`Nest on ${platform} rejects a delivery above the limit with 413`, async () => {
    const response = await deliver(signDelivery({ big: "a".repeat(1_100_000) }, { secret }));
    expect(response.status).toBe(413);
  });

  test(`Nest on ${platform} parses JSON on another route as usual`, async () => {
    const response = await post("/orders/ord_1", '{"title":"A mug"}');
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ title: "A mug", images: 0 });
  });

  test(`Nest on ${platform} returns its own 400 for malformed JSON on another route`, async () => {
    const response = await post("/orders/ord_1", '{"title":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ statusCode: 400, message: expect.any(String) });
  });

  test(`Nest on ${platform} returns its own 404 for an unknown route`, async () => {
    const response = await post("/webhooks", "{}");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ statusCode: 404 });
  });
});
