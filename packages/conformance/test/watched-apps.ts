import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { serve } from "@hono/node-server";
import type { ReceiverOptions, SecretSource } from "@mynth-webhooks/core";
import * as forExpress from "@mynth-webhooks/express";
import * as forFastify from "@mynth-webhooks/fastify";
import * as forHono from "@mynth-webhooks/hono";
import express from "express";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";

/** How an application is to be set up. */
export interface WatchedSetup {
  readonly secret: SecretSource<unknown>;
  readonly options: ReceiverOptions<unknown>;
  /** Whether something in front reads the body and keeps no bytes where the adapter could find them. */
  readonly bodyEaten?: boolean;
}

/** A running application, with what it logs by its framework's own means. */
export interface WatchedApp {
  readonly port: number;
  logged(): string;
  stop(): Promise<unknown>;
}

const paths = ["/webhooks/mynth", "/webhooks/mynth/:token"];

async function startExpress(errors: "respond" | "next", { secret, options, bodyEaten }: WatchedSetup) {
  const app = express();
  // As on a developer's machine: errors go to the console, and with their stack into the answer.
  app.set("env", "development");
  if (bodyEaten) app.use(express.json({ type: () => true }));
  app.post(paths, forExpress.mynthWebhook(secret, { ...options, errors }), (_req, res) => void res.sendStatus(204));
  const server = await new Promise<Server>((resolve) => {
    const started = app.listen(0, "127.0.0.1", () => resolve(started));
  });
  return running(server, () => "");
}

async function startFastify({ secret, options, bodyEaten }: WatchedSetup): Promise<WatchedApp> {
  let log = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  // Not "trace", at which Fastify writes out the packets that Node could not read, whatever is registered in it.
  const level = "debug";
  // Fastify's own serializer of requests writes the URL, and with it the token, on every line about a request. That
  // line is the framework's, so that one field is left out; what our errors add to the log is all there.
  const serializers = { req: ({ method }: { method: string }) => ({ method }) };
  const app = Fastify({ logger: { level, stream, serializers } });
  // It keeps the bytes, but under a name at which nobody looks.
  if (bodyEaten) await app.register(fastifyRawBody, { field: "bytes", global: true, encoding: false });
  await app.register(forFastify.mynthWebhook, { secret, ...options });
  for (const path of paths) app.post(path, async (_request, reply) => reply.code(204).send());
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: (app.server.address() as AddressInfo).port, logged: () => log, stop: () => app.close() };
}

async function startHono({ secret, options, bodyEaten }: WatchedSetup): Promise<WatchedApp> {
  const app = new Hono();
  if (bodyEaten) {
    app.use(async (c, next) => {
      await c.req.raw.text();
      await next();
    });
  }
  for (const path of paths) app.post(path, forHono.mynthWebhook(secret, options), (c) => c.body(null, 204));
  // Hono logs no refusal by itself; an application that does logs the whole of it.
  app.onError((error, c) => {
    console.error(error);
    return "getResponse" in error ? error.getResponse() : c.text("fault", 500);
  });
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(started as Server));
  });
  return running(server, () => "");
}

function running(server: Server, logged: () => string): WatchedApp {
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, logged, stop };
}

/** Every adapter, in every way it hands a refusal on. */
export const watchedApps: readonly { adapter: string; start: (setup: WatchedSetup) => Promise<WatchedApp> }[] = [
  { adapter: "Express", start: (setup) => startExpress("respond", setup) },
  { adapter: "Express's error handler", start: (setup) => startExpress("next", setup) },
  { adapter: "Fastify", start: startFastify },
  { adapter: "Hono", start: startHono },
];
