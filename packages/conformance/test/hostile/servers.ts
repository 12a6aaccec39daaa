import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { mynthWebhook as forExpress, hasMynthEvent as hasExpressEvent } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify, hasMynthEvent as hasFastifyEvent } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import express from "express";
import express4 from "express4";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";
import { bodyLimit, path, secret } from "./deliveries.ts";

/** A server under attack. */
export interface HostileServer {
  readonly port: number;
  /** The tasks its handler received. */
  readonly seen: string[];
  stop(): Promise<unknown>;
}

const host = "127.0.0.1";

function getPort(server: Server): number {
  return Number(Reflect.get(Object(server.address()), "port"));
}

async function running(server: Server, seen: string[]): Promise<HostileServer> {
  if (!server.listening) await once(server, "listening");
  return {
    port: getPort(server),
    seen,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function startExpress(framework: typeof express): Promise<HostileServer> {
  const seen: string[] = [];
  const app = framework();
  app.all(path, forExpress(secret, { bodyLimit }), (req, res) => {
    if (hasExpressEvent(req)) seen.push(req.mynthEvent.task.id);
    res.sendStatus(200);
  });
  return running(app.listen(0, host), seen);
}

async function startFastify(rawBody: boolean): Promise<HostileServer> {
  const seen: string[] = [];
  const app = Fastify({ forceCloseConnections: true });
  if (rawBody) await app.register(fastifyRawBody, { encoding: false, global: true });
  await app.register(forFastify, { secret, bodyLimit });
  app.route({
    method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: path,
    handler: async (request, reply) => {
      if (hasFastifyEvent(request)) seen.push(request.mynthEvent.task.id);
      return reply.code(200).send();
    },
  });
  await app.listen({ host, port: 0 });
  return { port: getPort(app.server), seen, stop: () => app.close() };
}

async function startHono(): Promise<HostileServer> {
  const seen: string[] = [];
  const app = new Hono();
  app.use(path, forHono(secret, { bodyLimit }));
  app.all(path, (c) => {
    if (c.var.mynthEvent) seen.push(c.var.mynthEvent.task.id);
    return c.body(null, 200);
  });
  const server = serve({ fetch: app.fetch, hostname: host, port: 0 });
  return running(server as Server, seen);
}

/** Every adapter and framework version under attack. */
export const servers: readonly {
  readonly framework: string;
  readonly start: () => Promise<HostileServer>;
  /** `true` if the framework's JSON parser runs before verification, and may reject with its own 400. */
  readonly parsesFirst?: boolean;
}[] = [
  { framework: "Express 5", start: () => startExpress(express) },
  { framework: "Express 4", start: () => startExpress(express4) },
  { framework: "Fastify", start: () => startFastify(false) },
  { framework: "Fastify with fastify-raw-body", start: () => startFastify(true), parsesFirst: true },
  { framework: "Hono on Node", start: startHono },
];
