import { mynthWebhook } from "@mynth-webhooks/hono";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import * as honoRequest from "hono/request";
import { expect, type TestContext, test } from "vitest";
import { createDelivery, large, path, secret, small } from "../deliveries.ts";
import { startHono } from "../start-hono.ts";

/** How a handler reads or forwards the bytes of a request. */
const readers: { what: string; read: (c: Context) => Promise<string> | string }[] = [
  { what: "c.req.text()", read: (c) => c.req.text() },
  { what: "c.req.json()", read: async (c) => ((await c.req.json()).task ? c.req.text() : "no task") },
  { what: "c.req.arrayBuffer()", read: async (c) => Buffer.from(await c.req.arrayBuffer()).toString() },
  { what: "c.req.blob()", read: async (c) => (await c.req.blob()).text() },
  { what: "cloneRawRequest(c.req)", read: async (c) => (await honoRequest.cloneRawRequest(c.req)).text() },
  { what: "c.req.raw.clone()", read: (c) => c.req.raw.clone().text() },
  { what: "c.req.raw.text()", read: (c) => c.req.raw.text() },
  { what: "c.req.raw.arrayBuffer()", read: async (c) => Buffer.from(await c.req.raw.arrayBuffer()).toString() },
  { what: "c.req.raw.body", read: async (c) => new Response(c.req.raw.body).text() },
  { what: "new Request(raw)", read: (c) => new Request(c.req.raw).text() },
  { what: "new Request(url, raw)", read: (c) => new Request("http://other.example/", c.req.raw).text() },
  { what: "a fetch of another application with raw", read: (c) => textOf(echo.fetch(c.req.raw)) },
];

/** Does not print the errors of bodies that were read before. */
const echo = new Hono().all("*", async (c) => c.body(await c.req.text())).onError((_error, c) => c.text("", 500));

async function textOf(response: Response | Promise<Response>): Promise<string> {
  const answer = await response;
  if (!answer.ok) throw new Error(`It returned ${answer.status}.`);
  return answer.text();
}

const plain: MiddlewareHandler = async (c, next) => {
  await c.req.arrayBuffer();
  await next();
};

/** Returns the number of bytes that the application gets behind a middleware. "loud" is an error. */
async function readBehind(before: MiddlewareHandler, app: Hono, body: { size: number }, context: TestContext) {
  const outer = new Hono().onError((_error, c) => c.text("loud", 500));
  outer.use("/webhooks/*", before);
  const running = await startHono(outer.route("/", app).fetch);
  context.onTestFinished(() => running.stop());
  const delivery = createDelivery(body);
  const answer = await running.send(delivery);
  return answer.status === 500 ? "loud" : answer.body === delivery.body ? "every byte" : `${answer.body.length} bytes`;
}

async function expectAsAfterArrayBuffer(makeApp: () => Hono, size: number, context: TestContext) {
  const expected = await readBehind(plain, makeApp(), { size }, context);
  const seen = await readBehind(mynthWebhook(secret), makeApp(), { size }, context);
  // A reader that fails after c.req.arrayBuffer() may fail or work here, but may not lose bytes.
  expect(expected === "every byte" ? ["every byte"] : ["every byte", "loud"]).toContain(seen);
}

for (const size of [small, large]) {
  for (const { what, read } of readers) {
    test.concurrent(`${what} of ${size} bytes gives as much behind the guard in Hono as after c.req.arrayBuffer()`, async (context) => {
      if (what.startsWith("cloneRawRequest") && !("cloneRawRequest" in honoRequest)) return context.skip();
      const makeApp = () => new Hono().post(path, async (c) => c.body(await read(c)));
      await expectAsAfterArrayBuffer(makeApp, size, context);
    });
  }

  test.concurrent(`a mounted application gets as much of ${size} bytes behind the guard in Hono as after c.req.arrayBuffer()`, async (context) => {
    const makeApp = () => new Hono().mount("/webhooks", async (request: Request) => new Response(await request.text()));
    await expectAsAfterArrayBuffer(makeApp, size, context);
  });

  test.concurrent(`fetch() with c.req.raw.body sends as much of ${size} bytes behind the guard in Hono as after c.req.arrayBuffer()`, async (context) => {
    const upstream = await startHono(echo.fetch);
    context.onTestFinished(() => upstream.stop());
    const forward = (c: Context) => {
      const signal = AbortSignal.timeout(4000);
      const init: RequestInit = { method: "POST", body: c.req.raw.body, duplex: "half", signal };
      return fetch(upstream.url, init);
    };
    await expectAsAfterArrayBuffer(() => new Hono().post(path, forward), size, context);
  });
}

test.concurrent("c.req.raw.bodyUsed behind the guard in Hono is true if c.req.raw has no bytes left", async (context) => {
  const app = new Hono().post(path, mynthWebhook(secret), async (c) => {
    const { bodyUsed } = c.req.raw;
    const text = await c.req.raw.text().catch(() => "");
    return c.json({ isTrue: bodyUsed === (text === "") });
  });
  const running = await startHono(app.fetch);
  context.onTestFinished(() => running.stop());
  expect((await running.send(createDelivery())).body).toBe('{"isTrue":true}');
});
