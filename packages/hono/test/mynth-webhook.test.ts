import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { MynthWebhookError, memoryStore } from "@mynth-webhooks/core";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { some } from "hono/combine";
import { HTTPException } from "hono/http-exception";
import request from "supertest";
import { afterEach, expect, test, vi } from "vitest";
import { mynthWebhook } from "../src/index.ts";

const secret = "wbs_hono";
const path = "/webhooks/mynth";

function post(app: Hono<never> | Hono, { headers, body } = signDelivery(completedPayload, { secret }), env?: object) {
  return app.request(path, { method: "POST", headers, body }, env);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test('mynthWebhook in Hono with errors: "next" throws rejections as an HTTPException with its response, for app.onError', async () => {
  const app = new Hono();
  const caught: unknown[] = [];
  app.onError((error, c) => {
    if (!(error instanceof HTTPException)) return c.text("other", 500);
    caught.push(error.cause);
    return error.status === 401 ? c.text("own page", 401) : error.getResponse();
  });
  app.post(path, mynthWebhook(secret, { errors: "next" }), (c) => c.text("ok"));
  expect(await (await post(app, { headers: {}, body: "{}" })).text()).toBe("own page");
  const malformed = await post(app, { headers: { "x-mynth-signature": "nonsense" }, body: "{}" });
  expect([malformed.status, await malformed.json()]).toEqual([
    400,
    { error: { code: "malformed_signature", message: expect.any(String) } },
  ]);
  expect(caught).toEqual([expect.any(MynthWebhookError), expect.any(MynthWebhookError)]);
});

test("mynthWebhook in Hono responds to rejections itself, and app.onError is not called", async () => {
  const app = new Hono();
  const onError = vi.fn((_error: Error) => new Response("own page", { status: 500 }));
  app.onError(onError);
  app.post(path, mynthWebhook(secret, { errors: "respond" }), (c) => c.text("ok"));
  app.post("/default", mynthWebhook(secret), (c) => c.text("ok"));
  for (const to of [path, "/default"]) {
    const response = await app.request(to, { method: "POST", body: "{}" });
    expect([response.status, await response.json()]).toEqual([
      401,
      { error: { code: "missing_signature", message: expect.any(String) } },
    ]);
  }
  expect(onError).not.toHaveBeenCalled();
});

test.each(["throw", true, null])("mynthWebhook in Hono throws a TypeError for errors: %j", (errors) => {
  // @ts-expect-error there is no such value
  expect(() => mynthWebhook(secret, { errors })).toThrow(/errors must be "respond" or "next"/);
});

test('some() of hono/combine tries the next mynthWebhook in Hono with errors: "next"', async () => {
  const app = new Hono();
  const options = { errors: "next" } as const;
  app.post(path, some(mynthWebhook("wbs_another", options), mynthWebhook(secret, options)), (c) =>
    c.text(String(c.get("mynthEvent").task.id)),
  );
  const { headers, body } = signDelivery(completedPayload, { secret });
  const declared = { ...headers, "content-length": String(body.length) };
  expect(await (await post(app, { headers: declared, body })).text()).toBe(completedPayload.task.id);
});

test("the HTTPException of a rejection in Hono creates a new response on each getResponse()", async () => {
  const app = new Hono();
  app.onError((error) => {
    if (!(error instanceof HTTPException)) throw error;
    error.getResponse();
    return error.getResponse();
  });
  app.post(path, mynthWebhook(secret, { errors: "next" }), (c) => c.text("never"));
  // Without the Response of node-server, whose body it knows without reading it.
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const { status, body } = await request(server).post(path);
  expect([status, body]).toEqual([401, { error: { code: "missing_signature", message: expect.any(String) } }]);
});

test("every method of c.req reads the body behind mynthWebhook in Hono", async () => {
  const app = new Hono();
  app.post(path, mynthWebhook(secret), async (c) => {
    const { rawBody } = c.var.mynthDelivery;
    const blob = await c.req.blob();
    return c.json([
      await c.req.json(),
      (await c.req.text()).length === rawBody.length,
      (await c.req.arrayBuffer()).byteLength === rawBody.length,
      blob.size === rawBody.length,
    ]);
  });
  expect(await (await post(app)).json()).toEqual([completedPayload, true, true, true]);
});

test.each([
  { what: "text()", read: (c: { req: { text(): Promise<unknown> } }) => c.req.text() },
  { what: "arrayBuffer()", read: (c: { req: { arrayBuffer(): Promise<unknown> } }) => c.req.arrayBuffer() },
  { what: "json()", read: (c: { req: { json(): Promise<unknown> } }) => c.req.json() },
])("mynthWebhook in Hono verifies a body that an earlier c.req.$what has read", async ({ read }) => {
  const app = new Hono();
  app.use(async (c, next) => {
    await read(c);
    await next();
  });
  app.post(path, mynthWebhook(secret), (c) => c.text(c.var.mynthEvent.task.id));
  expect(await (await post(app)).text()).toBe(completedPayload.task.id);
  const { headers } = signDelivery(completedPayload, { secret });
  expect((await post(app, { headers, body: "{}" })).status).toBe(401);
});

test("mynthWebhook in Hono returns 500 body_already_consumed if c.req.raw was read before", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.raw.text();
    await next();
  });
  app.post(path, mynthWebhook(secret, { errors: "next" }), (c) => c.text("never"));
  const response = await post(app);
  expect([response.status, await response.json()]).toEqual([
    500,
    { error: { code: "body_already_consumed", message: expect.any(String) } },
  ]);
});

test("mynthWebhook in Hono works behind Hono's own bodyLimit", async () => {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 1000 }));
  app.post(path, mynthWebhook(secret), (c) => c.text("ok"));
  expect((await post(app)).status).toBe(200);
});

test("a secret function in Hono can read c.env", async () => {
  const app = new Hono<{ Bindings: { MYNTH: string } }>();
  app.post(
    path,
    mynthWebhook<{ MYNTH: string }>((c) => c.env.MYNTH),
    (c) => c.text("ok"),
  );
  const { headers, body } = signDelivery(completedPayload, { secret });
  expect((await app.request(path, { method: "POST", headers, body }, { MYNTH: secret })).status).toBe(200);
  expect((await app.request(path, { method: "POST", headers, body }, { MYNTH: "wbs_other" })).status).toBe(401);
});

test("mynthWebhook in Hono without a secret reads MYNTH_WEBHOOK_SECRET on each request", async () => {
  const app = new Hono();
  app.post(path, mynthWebhook(), (c) => c.text("ok"));
  vi.stubEnv("MYNTH_WEBHOOK_SECRET", secret);
  expect((await post(app)).status).toBe(200);
  vi.stubEnv("MYNTH_WEBHOOK_SECRET", undefined);
  expect((await post(app)).status).toBe(500);
});

test("mynthWebhook in Hono reads MYNTH_WEBHOOK_SECRET from the bindings of app.request() before the environment", async () => {
  vi.stubEnv("MYNTH_WEBHOOK_SECRET", "wbs_of_the_environment");
  const app = new Hono();
  app.post(path, mynthWebhook(), (c) => c.text(c.var.mynthEvent.task.id));
  expect((await post(app, undefined, { MYNTH_WEBHOOK_SECRET: secret })).status).toBe(200);
});

test("mynthWebhook in Hono verifies and claims once if it is mounted twice", async () => {
  const guard = mynthWebhook(secret, { idempotency: { store: memoryStore() } });
  const app = new Hono();
  app.use(path, guard);
  app.use(`${path}/*`, guard);
  app.post(path, (c) => c.text(c.var.mynthEvent.task.id));
  expect((await post(app)).status).toBe(200);
  expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
});
