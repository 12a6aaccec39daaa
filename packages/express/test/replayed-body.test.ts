import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { PassThrough } from "node:stream";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import express from "express";
import express4 from "express4";
import request from "supertest";
import { afterEach, describe, expect, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";
import { close } from "./express-app.ts";

const secret = "wbs_express";
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map(close));
});

/**
 * Simulates Vercel's Node helpers. They consume the message before the function runs, and replace its `read` with one
 * that returns the bytes again. The getter `body` parses, and throws on invalid JSON.
 */
async function addHelpers(req: IncomingMessage): Promise<void> {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(req, "end");
  const copy = new PassThrough();
  copy.end(Buffer.concat(chunks));
  const onMessage = req.on.bind(req);
  const on = (name: string, listener: (...values: unknown[]) => void) =>
    name === "data" || name === "end" ? copy.on(name, listener) : onMessage(name, listener);
  Object.assign(req, { read: copy.read.bind(copy), on, addListener: on });
  Object.defineProperty(req, "body", {
    configurable: true,
    get: () => JSON.parse(Buffer.concat(chunks).toString()),
    set: (value) => Object.defineProperty(req, "body", { value, writable: true }),
  });
}

function post(app: RequestListener, { headers, body } = signDelivery(completedPayload, { secret })) {
  const server = createServer((req, res) => void addHelpers(req).then(() => app(req, res))).listen(0, "127.0.0.1");
  servers.push(server);
  return request(server).post("/").set(headers).send(body);
}

const versions = [
  { version: 5, make: express },
  { version: 4, make: express4 },
];

describe.each(versions)("Express $version behind Vercel's helpers", ({ version, make }) => {
  function app(...before: express.RequestHandler[]) {
    const app = make();
    for (const each of before) app.use(each);
    app.post("/", mynthWebhook(secret), (req, res) => void res.json({ task: req.mynthEvent.task.id, body: req.body }));
    return app;
  }

  test.each([
    { what: "a short body", padding: "" },
    { what: "a body of many chunks", padding: "é".repeat(300_000) },
  ])(
    `mynthWebhook in Express ${version} verifies $what that Vercel replays, and sets req.body to its JSON`,
    async ({ padding }) => {
      const payload = { ...completedPayload, padding };
      const response = await post(app(), signDelivery(payload, { secret }));
      expect([response.status, response.body]).toEqual([200, { task: completedPayload.task.id, body: payload }]);
    },
  );

  test(`mynthWebhook in Express ${version} rejects a changed body that Vercel replays, even if it is not JSON`, async () => {
    const { headers } = signDelivery(completedPayload, { secret });
    for (const body of ['{"other":1}', '{"event":']) {
      const response = await post(app(), { headers, body });
      expect([response.status, response.body.error?.code]).toEqual([401, "signature_mismatch"]);
    }
  });

  test(`mynthWebhook in Express ${version} returns 500 body_already_consumed if the replayed body was consumed`, async () => {
    const taken: express.RequestHandler = (req, _res, next) => {
      req.on("data", () => {});
      req.on("end", () => next());
    };
    const response = await post(app(taken));
    expect([response.status, response.body.error?.code]).toEqual([500, "body_already_consumed"]);
  });
});
