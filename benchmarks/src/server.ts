// Servers of one framework in one process. It sends their ports, and its CPU time on request.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import express from "express";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { verifyByBareHmac } from "./bare-hmac.ts";
import { path, secret } from "./deliveries.ts";
import { getTaskId, verifyByStripe } from "./recipes.ts";
import type { Framework, Variant } from "./servers.ts";
import { verifyLikeVendor } from "./vendor-algorithm.ts";
import { createWebHandler } from "./web-handlers.ts";

const toSignature = (header: unknown) => String(header);
const bareHmac = (body: Buffer | string, header: unknown): unknown =>
  verifyByBareHmac(body, toSignature(header), secret);
const stripe = (body: Buffer | string, header: unknown): unknown => verifyByStripe(body, toSignature(header));

/** Two servers without verification: their difference is noise. */
const isPlain = (variant: Variant) => variant === "plain" || variant === "plain again";

function createStore(variant: Variant): IdempotencyStore | undefined {
  return variant === "ours, in memory" ? memoryStore() : undefined;
}

function createExpressServer(variant: Variant, store?: IdempotencyStore) {
  const app = express();
  app.disable("x-powered-by").disable("etag");
  const answer = (req: express.Request, res: express.Response) => void res.json({ task: getTaskId(req.body) });
  if (isPlain(variant)) app.post(path, express.json(), answer);
  else if (variant === "rejecting") app.post(path, (_req, res) => void res.status(401).json({ error: "Unauthorized" }));
  else if (variant === "recipe" || variant === "floor") {
    const verify = variant === "recipe" ? stripe : bareHmac;
    app.post(path, express.raw({ type: "*/*" }), (req, res) => {
      const event = verify(req.body, req.headers["x-mynth-signature"]);
      if (event instanceof Promise) return void event.then((event) => res.json({ task: getTaskId(event) }));
      res.json({ task: getTaskId(event) });
    });
  } else if (variant === "vendor") {
    app.post(path, express.raw({ type: "*/*" }), async (req, res) => {
      const event = await verifyLikeVendor(req.body, toSignature(req.headers["x-mynth-signature"]), secret);
      res.json({ task: getTaskId(event) });
    });
  } else app.post(path, forExpress(secret, store ? { idempotency: { store } } : {}), answer);
  return createServer(app);
}

async function createFastifyServer(variant: Variant, store?: IdempotencyStore) {
  const app = Fastify();
  const raw = (request: unknown): Buffer => Reflect.get(Object(request), "rawBody");
  if (variant === "recipe" || variant === "vendor") {
    await app.register(fastifyRawBody, { encoding: false, global: true });
    app.post(path, async (request) => {
      const header = request.headers["x-mynth-signature"];
      const verified = variant === "recipe" ? stripe(raw(request), header) : undefined;
      const event =
        variant === "recipe"
          ? verified instanceof Promise
            ? await verified
            : verified
          : await verifyLikeVendor(new Uint8Array(raw(request)), toSignature(header), secret);
      return { task: getTaskId(event) };
    });
  } else if (variant === "floor") {
    app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
      done(null, bareHmac(body, request.headers["x-mynth-signature"]));
    });
    app.removeContentTypeParser("application/json");
    app.post(path, async (request) => ({ task: getTaskId(request.body) }));
  } else if (variant === "rejecting") {
    const preParsing = async () => {
      throw Object.assign(new Error("Unauthorized"), { statusCode: 401 });
    };
    app.post(path, { preParsing }, async () => ({}));
  } else {
    if (!isPlain(variant)) await app.register(forFastify, { secret, ...(store ? { idempotency: { store } } : {}) });
    app.post(path, async (request) => ({ task: getTaskId(request.body) }));
  }
  await app.ready();
  return app.server;
}

function createHonoServer(variant: Variant, store?: IdempotencyStore) {
  const app = new Hono();
  if (isPlain(variant)) app.post(path, async (c) => c.json({ task: getTaskId(await c.req.json()) }));
  else if (variant === "rejecting") {
    app.post(path, () => {
      throw new HTTPException(401, { message: "Unauthorized" });
    });
  } else if (variant === "recipe" || variant === "floor") {
    const verify = variant === "recipe" ? stripe : bareHmac;
    app.post(path, async (c) => {
      const event = verify(await c.req.text(), c.req.header("x-mynth-signature"));
      return c.json({ task: getTaskId(event instanceof Promise ? await event : event) });
    });
  } else if (variant === "vendor") {
    app.post(path, async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      return c.json({
        task: getTaskId(await verifyLikeVendor(body, toSignature(c.req.header("x-mynth-signature")), secret)),
      });
    });
  } else {
    app.post(path, forHono(secret, store ? { idempotency: { store } } : {}), (c) =>
      c.json({ task: c.var.mynthEvent.task.id }),
    );
  }
  return createServer(getRequestListener(app.fetch));
}

const createServerOf: Record<
  Framework,
  (
    variant: Variant,
    store?: IdempotencyStore,
  ) => ReturnType<typeof createServer> | Promise<ReturnType<typeof createServer>>
> = {
  Express: createExpressServer,
  Fastify: createFastifyServer,
  Hono: createHonoServer,
  Web: (variant, store) => createServer(getRequestListener(createWebHandler(variant, store))),
};

declare const Bun: { serve(options: { fetch: unknown; hostname: string; port: number }): { port: number } } | undefined;

/** Starts a server, and returns its port. */
async function start(framework: Framework, variant: Variant): Promise<number> {
  const store = createStore(variant);
  // The web handler on Bun needs no server of Node's kind.
  if (framework === "Web" && typeof Bun !== "undefined") {
    return Bun.serve({ fetch: createWebHandler(variant, store), hostname: "127.0.0.1", port: 0 }).port;
  }
  const server = await createServerOf[framework](variant, store);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Number(Reflect.get(Object(server.address()), "port"));
}

process.once("message", async ({ framework, variants }: { framework: Framework; variants: readonly Variant[] }) => {
  const ports: Record<string, number> = {};
  for (const variant of variants) ports[variant] = await start(framework, variant);
  process.on("message", () => process.send?.({ ...process.cpuUsage(), memory: process.memoryUsage.rss() }));
  process.send?.(ports);
});
