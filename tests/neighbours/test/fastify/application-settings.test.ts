import { type MynthWebhookOptions, mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify, { type FastifyInstance, type FastifyServerOptions, type RouteShorthandOptions } from "fastify";
import { expect, type TestContext, test } from "vitest";
import { createDelivery, path, secret } from "../deliveries.ts";
import { startFastify } from "../start-fastify.ts";

interface Settings {
  readonly server?: FastifyServerOptions;
  readonly plugin?: MynthWebhookOptions;
  readonly route?: RouteShorthandOptions;
  readonly prepare?: (app: FastifyInstance) => void;
}

/** Starts an application that responds with its request.body, whether there is a rawBody, and the event. */
async function start({ server = {}, plugin, route = {}, prepare }: Settings, context: TestContext) {
  const app = Fastify(server);
  await app.register(mynthWebhook, { secret, onError: () => {}, ...plugin });
  prepare?.(app);
  app.post(path, route, async (request) => ({
    body: Buffer.isBuffer(request.body) ? "Buffer" : request.body,
    rawBody: Buffer.isBuffer(Reflect.get(request, "rawBody")),
    event: request.mynthEvent,
  }));
  const running = await startFastify(app);
  context.onTestFinished(() => running.stop());
  return running;
}

const bodySchema = { schema: { body: { type: "object" } } };
const keepBytes = (app: FastifyInstance) =>
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    Object.assign(request, { rawBody: body });
    done(null, body);
  });

test.concurrent("the application's own JSON parser in Fastify runs on a guarded route without a schema", async (context) => {
  const running = await start({ prepare: keepBytes }, context);
  expect(JSON.parse((await running.send(createDelivery())).body)).toMatchObject({ body: "Buffer", rawBody: true });
});

test.concurrent("the application's own JSON parser in Fastify runs on a guarded route with a schema", async (context) => {
  const prepare = (app: FastifyInstance) => void keepBytes(app.setValidatorCompiler(() => () => true));
  const running = await start({ prepare, route: bodySchema }, context);
  expect(JSON.parse((await running.send(createDelivery())).body)).toMatchObject({ body: "Buffer", rawBody: true });
});

const token = "tok_0123456789abcdef";
const { body } = createDelivery();
const poisoned = body.replace("{", '{"__proto__":{"isAdmin":true},');
const send = async (settings: Settings, context: TestContext) => {
  const running = await start({ ...settings, plugin: { token } }, context);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${running.url}?token=${token}`, { method: "POST", headers, body: poisoned });
  return { status: answer.status, body: Object(Object(await answer.json()).body) };
};

for (const [what, route] of Object.entries({ "without a schema": {}, "with a schema": bodySchema })) {
  test.concurrent(`onProtoPoisoning "error" in Fastify returns 400 on a guarded route ${what}`, async (context) => {
    expect((await send({ route }, context)).status).toBe(400);
  });
  test.concurrent(`onProtoPoisoning "remove" in Fastify removes __proto__ from request.body on a guarded route ${what}`, async (context) => {
    const answer = await send({ route, server: { onProtoPoisoning: "remove" } }, context);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).not.toContain("__proto__");
  });
}

const mebibyte = 1024 * 1024;
const limits: { what: string; settings: Settings; size: number; status: number }[] = [
  {
    what: "the plugin's bodyLimit in Fastify accepts a body above Fastify's own limit",
    settings: { plugin: { bodyLimit: 2 * mebibyte } },
    size: 1.5 * mebibyte,
    status: 200,
  },
  {
    what: "the plugin's bodyLimit in Fastify accepts a body above Fastify's own limit on a route with a schema",
    settings: { plugin: { bodyLimit: 2 * mebibyte }, route: bodySchema },
    size: 1.5 * mebibyte,
    status: 200,
  },
  {
    what: "the plugin's bodyLimit in Fastify rejects a longer body",
    settings: { plugin: { bodyLimit: 100_000 } },
    size: 200_000,
    status: 413,
  },
  {
    what: "the route's bodyLimit in Fastify rejects a longer body",
    settings: { route: { bodyLimit: 100_000 } },
    size: 200_000,
    status: 413,
  },
  {
    what: "the route's bodyLimit in Fastify accepts a body above Fastify's own limit",
    settings: { route: { bodyLimit: 2 * mebibyte } },
    size: 1.5 * mebibyte,
    status: 200,
  },
  {
    what: "the application's bodyLimit in Fastify rejects a longer body",
    settings: { server: { bodyLimit: 100_000 } },
    size: 200_000,
    status: 413,
  },
];
for (const { what, settings, size, status } of limits) {
  test.concurrent(what, async (context) => {
    const running = await start(settings, context);
    expect((await running.send(createDelivery({ size }))).status).toBe(status);
  });
}

test.concurrent("a schema in Fastify that coerces and removes changes request.body and not the event", async (context) => {
  const properties = { event: { type: "string" }, ratio: { type: "string" } };
  const schema = { body: { type: "object", properties, additionalProperties: false } };
  const running = await start({ route: { schema } }, context);
  const delivery = createDelivery();
  const { body, event } = JSON.parse((await running.send(delivery)).body);
  expect(body).toEqual({ event: "task.image.generate.completed", ratio: "1" });
  expect(event).toEqual(delivery.event);
});

test.concurrent("app.register(import()) in Fastify accepts the package", async (context) => {
  const app = Fastify();
  const imported: Promise<unknown> = import("@mynth-webhooks/fastify");
  await app.register(imported as Promise<{ default: typeof mynthWebhook }>, { secret });
  app.post(path, async (request) => request.mynthEvent.task.id);
  const running = await startFastify(app);
  context.onTestFinished(() => running.stop());
  expect((await running.send(createDelivery())).body).toBe("tsk_NEIGHBOUR");
  expect((await running.send(createDelivery({ by: "wbs_of_somebody_else" }))).status).toBe(401);
});
