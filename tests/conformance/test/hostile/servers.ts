import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { mynthWebhook as forExpress, hasMynthEvent as hasExpressEvent } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify, hasMynthEvent as hasFastifyEvent } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { mynthWebhook as forWeb } from "@mynth-webhooks/web";
import express from "express";
import express4 from "express4";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";
import { bodyLimit, path, secret } from "./deliveries.ts";
import type { HostileServer, HostileSettings, StartableServer } from "./hostile-server.ts";

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

function remember(seen: string[]): Pick<HostileServer, "getSeen" | "forget"> {
  return {
    getSeen: async () => seen,
    forget: async () => void seen.splice(0),
  };
}

function getPort(server: Server): number {
  return Number(Reflect.get(Object(server.address()), "port"));
}

async function running(server: Server, seen: string[]): Promise<HostileServer> {
  if (!server.listening) await once(server, "listening");
  return {
    port: getPort(server),
    ...remember(seen),
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
  return { port: getPort(app.server), ...remember(seen), stop: () => app.close() };
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

async function startWeb({ secret, options }: HostileSettings = defaults): Promise<HostileServer> {
  const seen: string[] = [];
  const webhook = forWeb(
    (event) => {
      seen.push(event.task.id);
      return new Response();
    },
    { ...options, secret },
  );
  const fetch = (request: Request) => {
    // The application's own page.
    const isPage = ["GET", "HEAD"].includes(request.method) && Number(request.headers.get("content-length") ?? 0) === 0;
    return isPage ? new Response("open") : webhook(request);
  };
  return running(serve({ fetch, hostname: host, port: 0 }) as Server, seen);
}

const localServers: readonly StartableServer[] = [
  { framework: "Express 5", start: (settings) => startExpress(express, settings) },
  { framework: "Express 4", start: (settings) => startExpress(express4, settings) },
  { framework: "Fastify", start: (settings) => startFastify(false, settings) },
  { framework: "Fastify with fastify-raw-body", start: (settings) => startFastify(true, settings), parsesFirst: true },
  { framework: "Hono on Node", start: startHono },
  { framework: "a web handler on Node", start: startWeb },
];

/** Every adapter and framework version under attack; in `npm run test:runtimes`, the web handler on every other runtime. */
export const servers: readonly StartableServer[] =
  process.env.MYNTH_TEST_RUNTIMES === undefined ? localServers : (await import("./runtime-servers.ts")).runtimeServers;
