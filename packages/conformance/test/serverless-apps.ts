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
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** An application that answers with the bytes it was delivered. */
export function expressApp(make: () => Express, ...before: RequestHandler[]): Express {
  const app = make();
  for (const each of before) app.use(each);
  app.post(path, forExpress.mynthWebhook(secret, { token }), (req, res) => {
    res.json({ raw: text(req.mynthDelivery.rawBody), escaped: Object(req.body).escaped });
  });
  return app;
}

/** The same in Hono. */
export function honoApp(): Hono {
  const app = new Hono();
  app.post(path, forHono.mynthWebhook(secret, { token }), async (c) => {
    const { escaped } = await c.req.json();
    return c.json({ raw: text(c.var.mynthDelivery.rawBody), escaped });
  });
  return app;
}

/** The same in Fastify, as a listener for requests that another server has taken in, the way Fastify's guides have it. */
export function fastifyListener(): RequestListener {
  const app = Fastify();
  app.register(forFastify.mynthWebhook, { secret, token });
  app.post<{ Body: { escaped: string } }>(path, async ({ mynthDelivery, body }) => ({
    raw: text(mynthDelivery.rawBody),
    escaped: body.escaped,
  }));
  return async (req, res) => {
    await app.ready();
    app.server.emit("request", req, res);
  };
}

/** The middleware by itself, as a function that no application is made for. */
export const bareFunction: RequestHandler = (req, res, next) =>
  forExpress.mynthWebhook(secret, { token })(req, res, (error) => {
    if (error) return next(error);
    res.json({ raw: text(req.mynthDelivery.rawBody), escaped: Object(req.body).escaped });
  });

/** A Hono application somewhere in an Express one. */
export function honoBehind(...before: RequestHandler[]): Express {
  const app = express();
  for (const each of before) app.use(each);
  return app.use(getRequestListener(honoApp().fetch));
}
