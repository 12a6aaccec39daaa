// One of the processes under fire: a receiver that writes each effect to a database, slowly enough to be killed while it does.
import { setTimeout as wait } from "node:timers/promises";
import { mynthWebhook } from "@mynth-webhooks/fastify";
import { postgresStore } from "@mynth-webhooks/postgres";
import { redisStore } from "@mynth-webhooks/redis";
import Fastify, { type FastifyRequest } from "fastify";
import pg from "pg";
import { createClient } from "redis";
import { lease, type StoreKind, secret } from "./settings.ts";

const { STORE, POSTGRES_URL, REDIS_URL = "", WORKER } = process.env;
const pool = new pg.Pool({ connectionString: POSTGRES_URL, max: 16 });
const postgres = postgresStore((text, values) => pool.query(text, values));

/** The effect of an event is a row with the worker that processed it. */
const insertEffect = "INSERT INTO effects (event, worker) VALUES ($1, $2)";

async function processApart(request: FastifyRequest): Promise<void> {
  await pool.query(insertEffect, [request.mynthDelivery.key, WORKER]);
  await wait(5 + Math.random() * 20);
}

async function processInTransaction(request: FastifyRequest): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await postgres.completeWithin((text, values) => client.query(text, values), request.mynthDelivery.claim);
    await client.query(insertEffect, [request.mynthDelivery.key, WORKER]);
    await wait(5 + Math.random() * 20);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

const redis = createClient({ url: REDIS_URL });
const kinds: Record<
  StoreKind,
  () => Promise<{ store: typeof postgres | ReturnType<typeof redisStore>; handle: typeof processApart }>
> = {
  Redis: async () => {
    await redis.connect();
    return { store: redisStore((command) => redis.sendCommand(command)), handle: processApart };
  },
  "PostgreSQL, in the handler's transaction": async () => ({ store: postgres, handle: processInTransaction }),
};

function isKind(name: string): name is StoreKind {
  return Object.hasOwn(kinds, name);
}

if (STORE === undefined || !isKind(STORE))
  throw new Error(`STORE is "${STORE}". Expected one of ${Object.keys(kinds).join(", ")}.`);
const { store, handle } = await kinds[STORE]();
const app = Fastify();
await app.register(mynthWebhook, { secret, idempotency: { store, lease } });
app.post("/webhooks/mynth", async (request, reply) => {
  await handle(request);
  return reply.code(204).send();
});
process.stdout.write(`${await app.listen({ host: "127.0.0.1", port: 0 })}\n`);
