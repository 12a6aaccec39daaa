import {
  badDeliveries,
  completedPayload,
  exampleEvent,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { expressApplication } from "example-nestjs/express";
import { fastifyApplication } from "example-nestjs/fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const secret = "wbs_example";

describe.each([
  { platform: "Express", application: expressApplication },
  { platform: "Fastify", application: fastifyApplication },
])("Nest on $platform", ({ application }) => {
  let app: Awaited<ReturnType<typeof application>>;
  let url: string;

  beforeAll(async () => {
    app = await application(secret);
    app.useLogger(false);
    await app.listen(0, "127.0.0.1");
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const post = (path: string, body: string, headers: Record<string, string> = { "content-type": "application/json" }) =>
    fetch(`${url}${path}`, { method: "POST", body, headers });
  const deliver = ({ headers, body }: SignedDelivery) => post("/webhooks/mynth", body, { ...headers });
  const order = async (id: string) => (await fetch(`${url}/orders/${id}`)).json();

  test("a signed delivery reaches the controller as its typed event", async () => {
    const created = await post("/orders/ord_42", '{"title":"A lighthouse"}');
    expect(created.status).toBe(201);
    // Its request.metadata.order is "ord_42", and one of its two images succeeded.
    const event = exampleEvent("task.image.generate.completed");
    expect((await deliver(signDelivery(event, { secret }))).status).toBe(204);
    expect(await order("ord_42")).toEqual({ title: "A lighthouse", images: 1 });
  });

  test.each(["tampered", "unsigned", "stale"] as const)("a delivery that is %s reaches no controller", async (what) => {
    await post("/orders/ord_42", '{"title":"A lighthouse"}');
    const response = await deliver(badDeliveries[what](exampleEvent("task.image.generate.completed"), { secret }));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ statusCode: 401, message: expect.any(String) });
    expect(await order("ord_42")).toEqual({ title: "A lighthouse", images: 0 });
  });

  test("a delivery whose bytes are not those of JSON.stringify is verified", async () => {
    const body = JSON.stringify(completedPayload, null, 1).replace("botanical", "botanic\\u0061l");
    expect((await deliver(signDelivery(body, { secret }))).status).toBe(204);
  });

  test("a delivery over the limit is refused as such", async () => {
    const response = await deliver(signDelivery({ big: "a".repeat(1_100_000) }, { secret }));
    expect(response.status).toBe(413);
  });

  test("JSON on another route is read by Nest as ever, signed or not", async () => {
    const response = await post("/orders/ord_1", '{"title":"A mug"}');
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ title: "A mug", images: 0 });
  });

  test("malformed JSON on another route gets Nest's own 400", async () => {
    const response = await post("/orders/ord_1", '{"title":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ statusCode: 400, message: expect.any(String) });
  });

  test("what is posted to a route that is not there gets Nest's own 404", async () => {
    const response = await post("/webhooks", "{}");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ statusCode: 404 });
  });
});
