import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";

const secret = "wbs_fastify";
const stops: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Sends through a server that reads the message before Fastify gets it. */
async function send(keep: (req: IncomingMessage, bytes: Buffer) => void, { headers, body } = signExample()) {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  app.post("/", async ({ mynthDelivery, body }) => [Buffer.from(mynthDelivery.rawBody).toString(), body]);
  await app.ready();
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      keep(req, Buffer.concat(chunks));
      app.server.emit("request", req, res);
    });
  });
  stops.push(
    () => app.close(),
    () => server.close(),
    () => server.closeAllConnections(),
  );
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body });
  return { status: response.status, body: await response.json() };
}

function signExample() {
  return signDelivery(completedPayload, { secret });
}

test.each([
  {
    what: "keeps its bytes, like Google Cloud",
    keep: (req: IncomingMessage, rawBody: Buffer) => void Object.assign(req, { rawBody }),
  },
  {
    what: "replays its bytes, like Vercel",
    keep: (req: IncomingMessage, bytes: Buffer) => {
      const copy = new PassThrough();
      copy.end(bytes);
      Object.assign(req, { read: copy.read.bind(copy) });
    },
  },
])("mynthWebhook in Fastify verifies a delivery behind a server that $what", async ({ keep }) => {
  const { headers, body } = signExample();
  expect(await send(keep)).toEqual({ status: 200, body: [body, completedPayload] });
  expect(await send(keep, { headers, body: '{"other":1}' })).toMatchObject({ status: 401 });
});

test("mynthWebhook in Fastify returns 500 body_already_consumed behind a server that keeps no bytes", async () => {
  expect(await send(() => {})).toMatchObject({ status: 500, body: { code: "body_already_consumed" } });
});

test("mynthWebhook in Fastify returns 500 body_already_consumed if an earlier hook consumed the payload", async () => {
  const app = Fastify();
  app.addHook("preParsing", async (_request, _reply, payload) => {
    for await (const _ of payload);
    return payload;
  });
  await app.register(mynthWebhook, { secret });
  app.post("/", async () => "never");
  const { headers, body: payload } = signExample();
  const response = await app.inject({ method: "POST", url: "/", headers, payload });
  expect([response.statusCode, response.json().code]).toEqual([500, "body_already_consumed"]);
});
