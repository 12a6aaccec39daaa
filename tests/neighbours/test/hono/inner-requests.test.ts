import { gunzipSync, gzipSync } from "node:zlib";
import { mynthWebhook } from "@mynth-webhooks/hono";
import { type Context, Hono } from "hono";
import { expect, type TestContext, test } from "vitest";
import { createDelivery, large, path, secret, small, tamper } from "../deliveries.ts";
import { startHono } from "../start-hono.ts";

/** Creates a guarded application that responds with the delivered bytes. */
const guarded = () =>
  new Hono().post(path, mynthWebhook(secret), (c) => c.body(Buffer.from(c.var.mynthDelivery.rawBody).toString()));

type Call = (
  request: { headers: Readonly<Record<string, string>>; body: string },
  c: Context,
) => Response | Promise<Response>;

const calls: { what: string; call: Call }[] = [
  {
    what: "app.request(path, init, c.env)",
    call: (init, c) => guarded().request(path, { method: "POST", ...init }, c.env),
  },
  {
    what: "app.fetch(request, c.env)",
    call: (init, c) => guarded().fetch(new Request(`http://inside${path}`, { method: "POST", ...init }), c.env),
  },
  {
    what: "a request that replaces c.req.raw",
    call(init, c) {
      const app = new Hono<{ Bindings: object }>();
      app.use(async (c, next) => {
        c.req.raw = new Request(c.req.url, { method: "POST", ...init });
        await next();
      });
      return app.route("/", guarded()).fetch(c.req.raw, c.env);
    },
  },
];

/** Starts a gateway that ignores the body it gets and calls the guarded application with `inner`. */
async function gateway(call: Call, inner: Parameters<Call>[0], context: TestContext) {
  const running = await startHono(new Hono().post(path, (c) => call(inner, c)).fetch);
  context.onTestFinished(() => running.stop());
  return running;
}

for (const { what, call } of calls) {
  for (const size of [small, large]) {
    test.concurrent(`a signed request of ${size} bytes by ${what} inside an unsigned one is delivered`, async (context) => {
      const delivery = createDelivery({ size });
      const running = await gateway(call, delivery, context);
      const answer = await running.send({ headers: { "content-type": "application/json" }, body: "{}" });
      expect([answer.status, answer.body === delivery.body]).toEqual([200, true]);
    });

    test.concurrent(`an unsigned request by ${what} inside a signed one of ${size} bytes is rejected`, async (context) => {
      const delivery = createDelivery({ size });
      const running = await gateway(call, { headers: { "content-type": "application/json" }, body: "{}" }, context);
      expect((await running.send(delivery)).status).toBe(401);
    });

    test.concurrent(`a tampered request of ${size} bytes by ${what} inside a good one is rejected`, async (context) => {
      const delivery = createDelivery({ size });
      const running = await gateway(call, tamper(delivery), context);
      expect((await running.send(delivery)).status).toBe(401);
    });
  }
}

test.concurrent("the guard in Hono verifies the inflated body of a middleware that replaces c.req.raw", async (context) => {
  const app = new Hono();
  app.use(async (c, next) => {
    const headers = new Headers(c.req.raw.headers);
    headers.delete("content-encoding");
    headers.delete("content-length");
    const packed = Buffer.from(await c.req.raw.arrayBuffer());
    c.req.raw = new Request(c.req.url, {
      method: "POST",
      headers,
      body: gunzipSync(Buffer.from(packed.toString(), "base64")),
    });
    await next();
  });
  const running = await startHono(app.route("/", guarded()).fetch);
  context.onTestFinished(() => running.stop());
  const delivery = createDelivery({ size: large });
  const headers = { ...delivery.headers, "content-encoding": "gzip" };
  const answer = await running.send({ headers, body: gzipSync(delivery.body).toString("base64") });
  expect([answer.status, answer.body === delivery.body]).toEqual([200, true]);
});

test.concurrent("the guard in Hono verifies the new headers of a middleware that replaces c.req.raw", async (context) => {
  const app = new Hono();
  app.use(async (c, next) => {
    const headers = new Headers(c.req.raw.headers);
    headers.delete("x-mynth-signature");
    c.req.raw = new Request(c.req.raw, { headers });
    await next();
  });
  const running = await startHono(app.route("/", guarded()).fetch);
  context.onTestFinished(() => running.stop());
  expect((await running.send(createDelivery())).status).toBe(401);
});
