import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { serve } from "@hono/node-server";
import type { ReceiverOptions, SecretSource } from "@mynth-webhooks/core";
import * as forExpress from "@mynth-webhooks/express";
import * as forFastify from "@mynth-webhooks/fastify";
import * as forHono from "@mynth-webhooks/hono";
import * as forWeb from "@mynth-webhooks/web";
import express from "express";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";

/** The setup of an application. */
export interface WatchedSetup {
  readonly secret: SecretSource<unknown>;
  readonly options: ReceiverOptions<unknown>;
  /** `true` if a body parser before the adapter consumes the body and keeps no bytes. */
  readonly bodyConsumed?: boolean;
}

/** A running application with the log of its framework. */
export interface WatchedApp {
  readonly port: number;
  logged(): string;
  stop(): Promise<unknown>;
}

const paths = ["/webhooks/mynth", "/webhooks/mynth/:token"];

async function startExpress(errors: "respond" | "next", { secret, options, bodyConsumed }: WatchedSetup) {
  const app = express();
  // In development Express prints errors, and returns their stack.
  app.set("env", "development");
  if (bodyConsumed) app.use(express.json({ type: () => true }));
  app.post(paths, forExpress.mynthWebhook(secret, { ...options, errors }), (_req, res) => void res.sendStatus(204));
  const server = await new Promise<Server>((resolve) => {
    const started = app.listen(0, "127.0.0.1", () => resolve(started));
  });
  return toWatchedApp(server, () => "");
}

async function startFastify(
  errors: "respond" | "next",
  { secret, options, bodyConsumed }: WatchedSetup,
): Promise<WatchedApp> {
  let log = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  // At "trace" Fastify itself logs packets that Node could not parse.
  const level = "debug";
  // Fastify's request serializer logs the URL with its token. That line is not ours, so it leaves the URL out.
  const serializers = { req: ({ method }: { method: string }) => ({ method }) };
  const app = Fastify({ logger: { level, stream, serializers } });
  // It keeps the bytes under a name that the adapter does not know.
  if (bodyConsumed) await app.register(fastifyRawBody, { field: "bytes", global: true, encoding: false });
  await app.register(forFastify.mynthWebhook, { secret, ...options, errors });
  for (const path of paths) app.post(path, async (_request, reply) => reply.code(204).send());
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: (app.server.address() as AddressInfo).port, logged: () => log, stop: () => app.close() };
}

async function startHono(
  errors: "respond" | "next",
  { secret, options, bodyConsumed }: WatchedSetup,
): Promise<WatchedApp> {
  const app = new Hono();
  if (bodyConsumed) {
    app.use(async (c, next) => {
      await c.req.raw.text();
      await next();
    });
  }
  for (const path of paths)
    app.post(path, forHono.mynthWebhook(secret, { ...options, errors }), (c) => c.body(null, 204));
  // Hono does not log rejections, but an application may log the whole error.
  app.onError((error, c) => {
    console.error(error);
    return "getResponse" in error ? error.getResponse() : c.text("fault", 500);
  });
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(started as Server));
  });
  return toWatchedApp(server, () => "");
}

async function startWeb({ secret, options, bodyConsumed }: WatchedSetup): Promise<WatchedApp> {
  const webhook = forWeb.mynthWebhook(() => undefined, { ...options, secret });
  const fetch = async (request: Request) => {
    if (bodyConsumed) await request.text();
    return webhook(request);
  };
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(started as Server));
  });
  return toWatchedApp(server, () => "");
}

function toWatchedApp(server: Server, logged: () => string): WatchedApp {
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, logged, stop };
}

/** Every adapter, with every way in which it returns a rejection. */
export const watchedApps: readonly {
  readonly adapter: string;
  readonly start: (setup: WatchedSetup) => Promise<WatchedApp>;
  /** Whether the framework matches route parameters: `true` by default. */
  readonly hasParameters?: boolean;
}[] = [
  { adapter: "Express", start: (setup) => startExpress("respond", setup) },
  { adapter: "Express's error handler", start: (setup) => startExpress("next", setup) },
  { adapter: "Fastify", start: (setup) => startFastify("respond", setup) },
  { adapter: "Fastify's error handler", start: (setup) => startFastify("next", setup) },
  { adapter: "Hono", start: (setup) => startHono("respond", setup) },
  { adapter: "a web handler", start: startWeb, hasParameters: false },
  { adapter: "Hono's error handler", start: (setup) => startHono("next", setup) },
];
