import type { Server } from "node:http";
import { MynthWebhookError, memoryStore } from "@mynth-webhooks/core";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import express from "express";
import express4 from "express4";
import request from "supertest";
import { afterEach, describe, expect, test, vi } from "vitest";
import { mynthWebhook, on } from "../src/index.ts";
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

describe.each(versions)("mynthWebhook in Express $version", ({ make }) => {
  const mounted: { what: string; mount: (app: express.Express) => void }[] = [
    { what: "the whole application", mount: (app) => app.use(mynthWebhook(secret)).post(path, handler) },
    { what: "a path", mount: (app) => app.use(path, mynthWebhook(secret)).post(path, handler) },
    { what: "one route", mount: (app) => app.post(path, mynthWebhook(secret), handler) },
    {
      what: "a router",
      mount: (app) => app.use("/webhooks", make.Router().post("/mynth", mynthWebhook(secret), handler)),
    },
  ];

  test.each(mounted)("guards $what", async ({ mount }) => {
    const app = make();
    mount(app);
    expect((await post(app)).body).toEqual({ task: taskId });
    expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
  });

  test("met twice by one request, verifies and claims once", async () => {
    const app = make();
    const guard = mynthWebhook(secret, { idempotency: { store: memoryStore() } });
    app.use(path, guard).post(path, guard, handler);
    expect((await post(app)).body).toEqual({ task: taskId });
    expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
  });

  test("at the root leaves pages alone, and a later express.json() leaves the delivery alone", async () => {
    const app = make();
    app.use(mynthWebhook(secret));
    app.use(make.json());
    app.get("/", (req, res) => void res.send(`page, event: ${req.mynthEvent}`));
    app.post(path, (req, res) => void res.json(req.body));
    expect((await post(app)).body).toEqual(completedPayload);
    const server = servers[0]!;
    expect((await request(server).get("/")).text).toBe("page, event: undefined");
    expect((await request(server).get("/missing")).status).toBe(404);
  });

  test("on a path of its own leaves the JSON errors of other routes to Express", async () => {
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
      what: "a platform that parses beforehand (req.rawBody)",
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

  test.each(kept)("takes the bytes that were kept by $what", async ({ parser }) => {
    const app = make();
    app.use(parser());
    app.post(path, mynthWebhook(secret), handler);
    expect((await post(app)).body).toEqual({ task: taskId });
    const { headers } = signDelivery(completedPayload, { secret });
    expect((await post(app, { headers, body: '{"other":1}' })).status).toBe(401);
  });

  test("answers 500 body_already_consumed behind a JSON parser, with a hint that says what to move", async () => {
    const onError = vi.fn();
    const app = make();
    app.use(make.json());
    app.post(path, mynthWebhook(secret, { onError }), handler);
    const response = await post(app);
    expect([response.status, response.body.error.code]).toEqual([500, "body_already_consumed"]);
    expect(onError.mock.calls[0]?.[0].hint).toMatch(/before express\.json\(\)/);
    expect(onError.mock.calls[0]?.[1].originalUrl).toBe(path);
  });

  test('hands refusals to the application\'s error handler with errors: "next"', async () => {
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

  test("hands a fault it did not expect to next, and rejects nothing unseen", async () => {
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
  ])("survives a hook that $what", async ({ onError }) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const app = make();
    app.use(path, mynthWebhook(secret, { onError }));
    expect((await post(app, { headers: {}, body: "{}" })).status).toBe(401);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  test("leaves a refusal alone that a timeout has answered meanwhile", async () => {
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

  test("on() gives a fault of the answer to the error handler", async () => {
    const app = make();
    app.use((_req: express.Request, res: express.Response, next: express.NextFunction) => {
      const { writeHead } = res;
      // As middleware does that adds headers at the last moment.
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

test("refuses an unknown option when it is made", () => {
  const options = JSON.parse('{"tolerence": 10}');
  expect(() => mynthWebhook(secret, options)).toThrow(/there is no option "tolerence"/);
  expect(() => mynthWebhook(secret, JSON.parse('{"errors":"throw"}'))).toThrow(TypeError);
});
