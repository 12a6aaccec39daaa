import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { ReceiverOptions } from "@mynth-webhooks/core";
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
  /** The tasks its handler received, or `noEvent`. */
  readonly seen: string[];
  stop(): Promise<unknown>;
}

/** How a server verifies. */
export interface HostileSettings {
  readonly secret: string | readonly string[];
  readonly options: Pick<ReceiverOptions, "bodyLimit" | "token">;
}

/** What a handler saw that ran for a POST without an event. */
export const noEvent = "no event";

const host = "127.0.0.1";
const paths = [path, `${path}/:token`];
const defaults: HostileSettings = { secret, options: { bodyLimit } };
const safeMethods = ["GET", "HEAD", "OPTIONS"];

/** Notes what a handler received. Safe methods pass without an event. */
function note(seen: string[], method: string, task: string | undefined): void {
  if (task !== undefined) seen.push(task);
  else if (!safeMethods.includes(method)) seen.push(noEvent);
}

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

async function startExpress(
  framework: typeof express,
  { secret, options }: HostileSettings = defaults,
): Promise<HostileServer> {
  const seen: string[] = [];
  const app = framework();
  app.all(paths, forExpress(secret, options), (req, res) => {
    note(seen, req.method, hasExpressEvent(req) ? req.mynthEvent.task.id : undefined);
    res.sendStatus(200);
  });
  return running(app.listen(0, host), seen);
}

async function startFastify(rawBody: boolean, { secret, options }: HostileSettings = defaults): Promise<HostileServer> {
  const seen: string[] = [];
  const app = Fastify({ forceCloseConnections: true });
  if (rawBody) await app.register(fastifyRawBody, { encoding: false, global: true });
  await app.register(forFastify, { secret, ...options });
  for (const url of paths) {
    app.route({
      method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url,
      handler: async (request, reply) => {
        note(seen, request.method, hasFastifyEvent(request) ? request.mynthEvent.task.id : undefined);
        return reply.code(200).send();
      },
    });
  }
  await app.listen({ host, port: 0 });
  return { port: getPort(app.server), seen, stop: () => app.close() };
}

async function startHono({ secret, options }: HostileSettings = defaults): Promise<HostileServer> {
  const seen: string[] = [];
  const app = new Hono();
  const guard = forHono(secret, options);
  for (const each of paths) {
    app.all(each, guard, (c) => {
      note(seen, c.req.method, c.var.mynthEvent?.task.id);
      return c.body(null, 200);
    });
  }
  const server = serve({ fetch: app.fetch, hostname: host, port: 0 });
  return running(server as Server, seen);
}

/** Every adapter and framework version under attack. */
export const servers: readonly {
  readonly framework: string;
  readonly start: (settings?: HostileSettings) => Promise<HostileServer>;
  /** `true` if the framework's JSON parser runs before verification, and may reject with its own 400. */
  readonly parsesFirst?: boolean;
}[] = [
  { framework: "Express 5", start: (settings) => startExpress(express, settings) },
  { framework: "Express 4", start: (settings) => startExpress(express4, settings) },
  { framework: "Fastify", start: (settings) => startFastify(false, settings) },
  { framework: "Fastify with fastify-raw-body", start: (settings) => startFastify(true, settings), parsesFirst: true },
  { framework: "Hono on Node", start: startHono },
];
