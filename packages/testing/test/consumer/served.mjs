import { createServer } from "node:http";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";

const secret = "wbs_consumer";
const describeRequest = ({ mynthEvent, mynthDelivery }) =>
  [mynthEvent.task.id, ...mynthDelivery.issues.map(({ path }) => path)].join(" ");

const expressApp = express();
expressApp.post("/", forExpress(secret), (req, res) => res.send(describeRequest(req)));
const server = createServer(expressApp);
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

const fastify = Fastify();
await fastify.register(forFastify, { secret });
fastify.post("/", async (request) => describeRequest(request));

const hono = new Hono().post("/", forHono(secret), (c) => c.text(describeRequest(c.var)));

const adapters = {
  express: async (delivery) => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}`, { method: "POST", ...delivery });
    return [response.status, await response.text()];
  },
  fastify: async ({ headers, body }) => {
    const response = await fastify.inject({ method: "POST", url: "/", headers, payload: body });
    return [response.statusCode, response.body];
  },
  hono: async (delivery) => {
    const response = await hono.request("/", { method: "POST", ...delivery });
    return [response.status, await response.text()];
  },
};

const deliveries = [
  signDelivery(completedPayload, { secret }),
  // Only the schemas find this, and they are in a separate chunk.
  signDelivery({ ...completedPayload, result: { images: [{ status: "pending" }] } }, { secret }),
  signDelivery(completedPayload, { secret: "wbs_another" }),
];

for (const [adapter, send] of Object.entries(adapters)) {
  for (const delivery of deliveries) {
    const [status, text] = await send(delivery);
    console.log(adapter, status, status === 200 ? text : (JSON.parse(text).code ?? JSON.parse(text).error.code));
  }
}
await fastify.close();
server.close();
