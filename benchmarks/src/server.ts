// One server in a process of its own. Says where it listens, and on request how much CPU time it has used.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { migration, postgresStore } from "@mynth-webhooks/postgres";
import { redisStore } from "@mynth-webhooks/redis";
import express from "express";
import Fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import pg from "pg";
import { createClient } from "redis";
import Stripe from "stripe";
import { verifyByBareHmac } from "./bare-hmac.ts";
import { path, secret } from "./deliveries.ts";
import type { Framework, Variant } from "./servers.ts";
import { verifyLikeVendor } from "./vendor-algorithm.ts";

const signatureOf = (header: unknown) => String(header);
const taskOf = (event: unknown) => Reflect.get(Object(Reflect.get(Object(event), "task")), "id");
const bareHmac = (body: Buffer | string, header: unknown): unknown =>
  verifyByBareHmac(body, signatureOf(header), secret);
const stripe = (body: Buffer | string, header: unknown): unknown =>
  Stripe.webhooks.constructEvent(body, signatureOf(header), secret);

async function storeOf(variant: Variant): Promise<IdempotencyStore | undefined> {
  if (variant === "ours, in memory") return memoryStore();
  if (variant === "ours, in Redis") {
    const client = await createClient({ url: process.env.MYNTH_TEST_REDIS_URL ?? "" }).connect();
    return redisStore((command) => client.sendCommand(command));
  }
  if (variant === "ours, in PostgreSQL") {
    const pool = new pg.Pool({ connectionString: process.env.MYNTH_TEST_POSTGRES_URL });
    await pool.query(migration);
    return postgresStore((text, values) => pool.query(text, values));
  }
  return undefined;
}

function onExpress(variant: Variant, store?: IdempotencyStore) {
  const app = express();
  app.disable("x-powered-by").disable("etag");
  const answer = (req: express.Request, res: express.Response) => void res.json({ task: taskOf(req.body) });
  if (variant === "plain") app.post(path, express.json(), answer);
  else if (variant === "refusing") app.post(path, (_req, res) => void res.status(401).json({ error: "Unauthorized" }));
  else if (variant === "recipe" || variant === "floor") {
    const verify = variant === "recipe" ? stripe : bareHmac;
    app.post(path, express.raw({ type: "*/*" }), (req, res) => {
      res.json({ task: taskOf(verify(req.body, req.headers["x-mynth-signature"])) });
    });
  } else if (variant === "vendor") {
    app.post(path, express.raw({ type: "*/*" }), async (req, res) => {
      const event = await verifyLikeVendor(req.body, signatureOf(req.headers["x-mynth-signature"]), secret);
      res.json({ task: taskOf(event) });
    });
  } else app.post(path, forExpress(secret, store ? { idempotency: { store } } : {}), answer);
  return createServer(app);
}

async function onFastify(variant: Variant, store?: IdempotencyStore) {
  const app = Fastify();
  const raw = (request: unknown): Buffer => Reflect.get(Object(request), "rawBody");
  if (variant === "recipe" || variant === "vendor") {
    await app.register(fastifyRawBody, { encoding: false, global: true });
    app.post(path, async (request) => {
      const header = request.headers["x-mynth-signature"];
      const event =
        variant === "recipe"
          ? stripe(raw(request), header)
          : await verifyLikeVendor(new Uint8Array(raw(request)), signatureOf(header), secret);
      return { task: taskOf(event) };
    });
  } else if (variant === "floor") {
    app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
      done(null, bareHmac(body, request.headers["x-mynth-signature"]));
    });
    app.removeContentTypeParser("application/json");
    app.post(path, async (request) => ({ task: taskOf(request.body) }));
  } else if (variant === "refusing") {
    const preParsing = async () => {
      throw Object.assign(new Error("Unauthorized"), { statusCode: 401 });
    };
    app.post(path, { preParsing }, async () => ({}));
  } else {
    if (variant !== "plain") await app.register(forFastify, { secret, ...(store ? { idempotency: { store } } : {}) });
    app.post(path, async (request) => ({ task: taskOf(request.body) }));
  }
  await app.ready();
  return app.server;
}

function onHono(variant: Variant, store?: IdempotencyStore) {
  const app = new Hono();
  if (variant === "plain") app.post(path, async (c) => c.json({ task: taskOf(await c.req.json()) }));
  else if (variant === "refusing") {
    app.post(path, () => {
      throw new HTTPException(401, { message: "Unauthorized" });
    });
  } else if (variant === "recipe" || variant === "floor") {
    const verify = variant === "recipe" ? stripe : bareHmac;
    app.post(path, async (c) =>
      c.json({ task: taskOf(verify(await c.req.text(), c.req.header("x-mynth-signature"))) }),
    );
  } else if (variant === "vendor") {
    app.post(path, async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      return c.json({
        task: taskOf(await verifyLikeVendor(body, signatureOf(c.req.header("x-mynth-signature")), secret)),
      });
    });
  } else {
    app.post(path, forHono(secret, store ? { idempotency: { store } } : {}), (c) =>
      c.json({ task: c.var.mynthEvent.task.id }),
    );
  }
  return createServer(getRequestListener(app.fetch));
}

const make: Record<
  Framework,
  (
    variant: Variant,
    store?: IdempotencyStore,
  ) => ReturnType<typeof createServer> | Promise<ReturnType<typeof createServer>>
> = {
  Express: onExpress,
  Fastify: onFastify,
  Hono: onHono,
};

process.once("message", async ({ framework, variant }: { framework: Framework; variant: Variant }) => {
  const server = await make[framework](variant, await storeOf(variant));
  server.listen(0, "127.0.0.1", () => process.send?.({ port: Reflect.get(Object(server.address()), "port") }));
  process.on("message", () => process.send?.(process.cpuUsage()));
});
