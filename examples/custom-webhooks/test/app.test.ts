import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import request from "supertest";
import { expect, test, vi } from "vitest";

vi.stubEnv("MYNTH_WEBHOOK_SECRET", "wbs_example");
vi.stubEnv("WEBHOOK_TOKEN_SECRET", "a-secret-of-the-shop-0123456789");
const { app, pictures } = await import("example-custom-webhooks");

test("an order gets its image through the webhook URL of its request", async () => {
  const ordered = await request(app).post("/orders/ord_42/picture").expect(200);
  expect(ordered.body).toMatchObject({ webhook: { registered: false, custom: [{ url: expect.any(String) }] } });
  const { pathname, search } = new URL(ordered.body.webhook.custom[0].url);

  await request(app).post(pathname).send(completedPayload).expect(401);
  expect(pictures).toEqual(new Map());
  await request(app)
    .post(pathname + search)
    .send(completedPayload)
    .expect(204);
  expect(pictures).toEqual(new Map([["ord_42", ["https://cdn.example.com/img_123.webp"]]]));
});

test("the route for custom webhooks accepts a signed delivery too", async () => {
  const { headers, body } = signDelivery(completedPayload, { secret: "wbs_example" });
  await request(app).post("/webhooks/mynth").set(headers).send(body).expect(204);
});
