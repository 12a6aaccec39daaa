import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import * as forExpress from "@mynth-webhooks/express";
import * as forFastify from "@mynth-webhooks/fastify";
import * as forHono from "@mynth-webhooks/hono";
import express, { type Express, type RequestHandler } from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { secret, token } from "./platform-request.ts";

const path = "/webhooks/mynth";
const decode = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** Creates an Express application that returns the bytes of the delivery. */
export function expressApp(make: () => Express, ...before: RequestHandler[]): Express {
  const app = make();
  for (const each of before) app.use(each);
  app.post(path, forExpress.mynthWebhook(secret, { token }), (req, res) => {
    res.json({ raw: decode(req.mynthDelivery.rawBody), escaped: Object(req.body).escaped });
  });
  return app;
}

/** Creates the same application in Hono. */
export function honoApp(): Hono {
  const app = new Hono();
  app.post(path, forHono.mynthWebhook(secret, { token }), async (c) => {
    const { escaped } = await c.req.json();
    return c.json({ raw: decode(c.var.mynthDelivery.rawBody), escaped });
  });
  return app;
}

/** Creates the same application in Fastify, as a listener for another server (as in Fastify's guides). */
export function fastifyListener(): RequestListener {
  const app = Fastify();
  app.register(forFastify.mynthWebhook, { secret, token });
  app.post<{ Body: { escaped: string } }>(path, async ({ mynthDelivery, body }) => ({
    raw: decode(mynthDelivery.rawBody),
    escaped: body.escaped,
  }));
  return async (req, res) => {
    await app.ready();
    app.server.emit("request", req, res);
  };
}

/** Calls the Express middleware without an application. */
export const bareFunction: RequestHandler = (req, res, next) =>
  forExpress.mynthWebhook(secret, { token })(req, res, (error) => {
    if (error) return next(error);
    res.json({ raw: decode(req.mynthDelivery.rawBody), escaped: Object(req.body).escaped });
  });

/** Creates a Hono application inside an Express one. */
export function honoBehind(...before: RequestHandler[]): Express {
  const app = express();
  for (const each of before) app.use(each);
  return app.use(getRequestListener(honoApp().fetch));
}
