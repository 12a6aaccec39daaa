import type { Server } from "node:http";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Delivery, ReceivedEvent } from "@mynth-webhooks/core";
import {
  type ContractRequest,
  type ContractSetup,
  describeAdapter,
  type SeenDelivery,
} from "@mynth-webhooks/testing/contract";
import request from "supertest";
import { mynthWebhook, on } from "../src/index.ts";

function createRoute({ secret, options, handlers }: ContractSetup) {
  const seen: SeenDelivery[] = [];
  const remember = (event: ReceivedEvent, delivery: Delivery) => {
    seen.push({ event, delivery, json: JSON.parse(new TextDecoder().decode(delivery.rawBody)) });
    return new Response(null, { status: 200 });
  };
  const webhook = mynthWebhook(handlers ? on(handlers) : remember, { ...options, secret });
  // The contract's page is the application's own.
  const route = (each: Request) =>
    each.method === "GET" && !each.url.includes("token") ? new Response("open") : webhook(each);
  return { route, seen, drain: webhook.drain };
}

async function startOnNode(setup: ContractSetup) {
  const { route, seen, drain } = createRoute(setup);
  const server = createServer(getRequestListener(route));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    seen,
    async send({ method, suffix = "", headers, body }: ContractRequest) {
      const sent = request(server)[method.toLowerCase() as "post"](`/webhooks/mynth${suffix}`).set(headers);
      const response = await (body ? sent.serialize((bytes) => bytes).send(Buffer.from(body)) : sent);
      return { status: response.status, headers: response.headers, body: response.text };
    },
    async stop() {
      await close(server);
      await drain();
    },
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function startOnFetch(setup: ContractSetup) {
  const { route, seen, drain } = createRoute(setup);
  return {
    seen,
    async send({ method, suffix = "", headers, body }: ContractRequest) {
      const init = { method, headers, ...(body && { body: body.slice() }) };
      const response = await route(new Request(`https://example.com/webhooks/mynth${suffix}`, init));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
    stop: drain,
  };
}

describeAdapter("a web handler on Node", startOnNode);
describeAdapter("a web handler by itself", startOnFetch);
