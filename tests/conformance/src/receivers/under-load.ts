// A receiver in its own process, for tests that measure its memory.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { mynthWebhook as forWeb } from "@mynth-webhooks/web";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";

const { FRAMEWORK, SECRET = "" } = process.env;
const path = "/webhooks/mynth";

const servers = {
  express: () => createServer(express().post(path, forExpress(SECRET), (_req, res) => void res.sendStatus(200))),
  fastify: async () => {
    const app = Fastify();
    await app.register(forFastify, { secret: SECRET });
    app.post(path, async () => "");
    await app.ready();
    return app.server;
  },
  web: () => createServer(getRequestListener(forWeb(() => new Response(), { secret: SECRET }))),
  hono: () => createServer(getRequestListener(new Hono().post(path, forHono(SECRET), (c) => c.body(null, 200)).fetch)),
};

function isFramework(name: string | undefined): name is keyof typeof servers {
  return name !== undefined && Object.hasOwn(servers, name);
}

if (!isFramework(FRAMEWORK))
  throw new Error(`FRAMEWORK is "${FRAMEWORK}". Expected one of ${Object.keys(servers).join(", ")}.`);
const server = await servers[FRAMEWORK]();
server.listen(0, "127.0.0.1", 1024, () => {
  process.stdout.write(`${Reflect.get(Object(server.address()), "port")}\n`);
});
