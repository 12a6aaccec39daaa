import type { Server } from "node:http";
import { MynthWebhookError, memoryStore } from "@mynth-webhooks/core";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import express from "express";
import express4 from "express4";
import request from "supertest";
import { afterEach, describe, expect, test, vi } from "vitest";
import { hasMynthEvent, mynthWebhook, on } from "../src/index.ts";
import { close, listen } from "./express-app.ts";

const secret = "wbs_express";
const path = "/webhooks/mynth";
const taskId = completedPayload.task.id;
const handler: express.RequestHandler = (req, res) => void res.json({ task: req.mynthEvent.task.id });

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(close));
});

async function post(app: express.Express, { headers, body } = signDelivery(completedPayload, { secret }), to = path) {
  const server = await listen(app);
  servers.push(server);
  return request(server).post(to).set(headers).send(body);
}

const versions = [
  { version: 5, make: express },
  { version: 4, make: express4 },
];

describe.each(versions)("Express $version", ({ version, make }) => {
  const mounted: { what: string; mount: (app: express.Express) => void }[] = [
    { what: "the whole application", mount: (app) => app.use(mynthWebhook(secret)).post(path, handler) },
    { what: "a path", mount: (app) => app.use(path, mynthWebhook(secret)).post(path, handler) },
    { what: "one route", mount: (app) => app.post(path, mynthWebhook(secret), handler) },
    {
      what: "a router",
      mount: (app) => app.use("/webhooks", make.Router().post("/mynth", mynthWebhook(secret), handler)),
    },
  ];

  test.each(mounted)(`mynthWebhook in Express ${version} guards $what`, async ({ mount }) => {
    const app = make();
    mount(app);
    expect((await post(app)).body).toEqual({ task: taskId });
    expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
  });

  test(`mynthWebhook in Express ${version} verifies and claims once if it is mounted twice`, async () => {
    const app = make();
    const guard = mynthWebhook(secret, { idempotency: { store: memoryStore() } });
    app.use(path, guard).post(path, guard, handler);
    expect((await post(app)).body).toEqual({ task: taskId });
    expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
  });

  test(`mynthWebhook at the root in Express ${version} leaves pages and a later express.json() working`, async () => {
    const app = make();
    app.use(mynthWebhook(secret));
    app.use(make.json());
    app.get("/", (req, res) => void res.send(`page, event: ${hasMynthEvent(req)}`));
    app.post(path, (req, res) => void res.json(req.body));
    expect((await post(app)).body).toEqual(completedPayload);
    const server = servers[0]!;
    expect((await request(server).get("/")).text).toBe("page, event: false");
    expect((await request(server).get("/missing")).status).toBe(404);
  });

  test(`mynthWebhook on its own path in Express ${version} does not affect the JSON errors of other routes`, async () => {
    const app = make();
    app.use(path, mynthWebhook(secret));
    app.post("/api", make.json(), (req, res) => void res.json(req.body));
    const json = { "content-type": "application/json" };
    expect((await post(app, { headers: json, body: '{"a":1}' }, "/api")).body).toEqual({ a: 1 });
    expect((await post(app, { headers: json, body: "{" }, "/api")).status).toBe(400);
  });

  const kept: { what: string; parser: () => express.RequestHandler }[] = [
    { what: "express.raw()", parser: () => make.raw({ type: "*/*" }) },
    { what: "express.text()", parser: () => make.text({ type: "*/*" }) },
    {
      what: "a verify callback of express.json()",
      parser: () => make.json({ verify: (req, _res, bytes) => Object.assign(req, { rawBody: bytes }) }),
    },
    {
      what: "a platform, in req.rawBody",
      parser: () => (req, _res, next) => {
        const chunks: Buffer[] = [];
        req.on("data", (chunk) => chunks.push(chunk));
        req.on("end", () => {
          const rawBody = Buffer.concat(chunks);
          Object.assign(req, { rawBody, body: JSON.parse(rawBody.toString()) });
          next();
        });
      },
    },
    { what: "a text/plain parser that did not match", parser: () => make.text({ type: "text/plain" }) },
  ];

  test.each(kept)(
    `mynthWebhook in Express ${version} verifies the bytes that were kept by $what`,
    async ({ parser }) => {
      const app = make();
      app.use(parser());
      app.post(path, mynthWebhook(secret), handler);
      expect((await post(app)).body).toEqual({ task: taskId });
      const { headers } = signDelivery(completedPayload, { secret });
      expect((await post(app, { headers, body: '{"other":1}' })).status).toBe(401);
    },
  );

  test(`mynthWebhook in Express ${version} returns 500 body_already_consumed after a JSON parser, with a hint`, async () => {
    const onError = vi.fn();
    const app = make();
    app.use(make.json());
    app.post(path, mynthWebhook(secret, { onError }), handler);
    const response = await post(app);
    expect([response.status, response.body.error.code]).toEqual([500, "body_already_consumed"]);
    expect(onError.mock.calls[0]?.[0].hint).toMatch(/express\.json\(\) ran first/);
    expect(onError.mock.calls[0]?.[1].originalUrl).toBe(path);
  });

  test(`mynthWebhook in Express ${version} passes rejections to the error handler with errors: "next"`, async () => {
    const app = make();
    app.use(path, mynthWebhook(secret, { errors: "next" }));
    const page: express.ErrorRequestHandler = (error, _req, res, _next) => {
      expect(error).toBeInstanceOf(MynthWebhookError);
      res.status(error.status).send(`own page: ${error.code}`);
    };
    app.use(page);
    const response = await post(app, { headers: {}, body: "{}" });
    expect([response.status, response.text]).toEqual([401, "own page: missing_signature"]);
  });

  test(`mynthWebhook in Express ${version} passes an unexpected error to next, without an unhandled rejection`, async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const app = make();
    app.use(
      path,
      mynthWebhook(secret, {
        clock: () => {
          throw new Error("broken clock");
        },
      }),
    );
    const page: express.ErrorRequestHandler = (error, _req, res, _next) => void res.status(500).send(error.message);
    app.use(page);
    const response = await post(app);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", unhandled);
    expect([response.status, response.text]).toEqual([500, "broken clock"]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test.each([
    {
      what: "throws",
      onError: () => {
        throw new Error("hook");
      },
    },
    { what: "rejects", onError: async () => Promise.reject(new Error("hook")) },
  ])(`mynthWebhook in Express ${version} logs the error of a callback that $what`, async ({ onError }) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const app = make();
    app.use(path, mynthWebhook(secret, { onError }));
    expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  test(`mynthWebhook in Express ${version} does not respond to a rejected request after a timeout has`, async () => {
    const app = make();
    const onError = vi.fn();
    const slowSecret = async (req: express.Request) => {
      req.res?.status(503).end("timed out");
      return "wbs_other";
    };
    app.use(path, mynthWebhook(slowSecret, { onError }));
    expect((await post(app)).text).toBe("timed out");
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce());
  });

  test(`on() in Express ${version} passes an error of the response to the error handler`, async () => {
    const app = make();
    app.use((_req: express.Request, res: express.Response, next: express.NextFunction) => {
      const { writeHead } = res;
      // As in middleware that adds headers at the last moment.
      res.writeHead = () => {
        res.writeHead = writeHead;
        throw new Error("the session store is gone");
      };
      next();
    });
    app.post(path, mynthWebhook(secret), on({ all: () => {} }));
    const fail: express.ErrorRequestHandler = (error, _req, res, _next) => void res.status(500).send(error.message);
    app.use(fail);
    expect(await post(app)).toMatchObject({ status: 500, text: "the session store is gone" });
  });
});

test("mynthWebhook in Express throws a TypeError on an unknown option and an invalid value", () => {
  const options = JSON.parse('{"tolerence": 10}');
  expect(() => mynthWebhook(secret, options)).toThrow(/there is no option "tolerence"/);
  expect(() => mynthWebhook(secret, JSON.parse('{"errors":"throw"}'))).toThrow(TypeError);
});
