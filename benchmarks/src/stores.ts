import { once } from "node:events";
import { Agent, request } from "node:http";
import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook } from "@mynth-webhooks/fastify";
import { migration, type PostgresStore, postgresStore } from "@mynth-webhooks/postgres";
import { redisStore } from "@mynth-webhooks/redis";
import Fastify, { type FastifyRequest } from "fastify";
import pg from "pg";
import { createClient } from "redis";
import { createUniqueDelivery, path, secret } from "./deliveries.ts";
import { getSpread, type Ratio } from "./ratio.ts";
import { formatTable } from "./table.ts";

/** Deliveries one after the other, for each store and round. */
const deliveries = 150;
const rounds = 20;
const warmUps = 3;
/** Claims that are under way at the same time, and the length of a round. */
const concurrency = 16;
const claims = 4000;

type Handle = (request: FastifyRequest) => Promise<void>;

/** A receiver, and the one that its latency is compared with. */
interface Candidate {
  readonly what: string;
  readonly to: string;
  readonly store?: IdempotencyStore;
  readonly handle?: Handle;
}

/** Measures what a store adds to a delivery, and how many claims a second it takes. */
export async function benchmarkStores(): Promise<string> {
  const connectionString = process.env.MYNTH_TEST_POSTGRES_URL;
  const redis = await createClient({ url: process.env.MYNTH_TEST_REDIS_URL ?? "" }).connect();
  const storePool = new pg.Pool({ connectionString, max: 4 });
  const handlerPool = new pg.Pool({ connectionString });
  await storePool.query(`${migration} CREATE TABLE IF NOT EXISTS finished (task text)`);
  const stores = { memory: memoryStore(), Redis: redisStore(redis), PostgreSQL: postgresStore(storePool) };
  const [inTransaction, plainTransaction] = [
    recordInTransaction(stores.PostgreSQL, handlerPool),
    runTransaction(handlerPool),
  ];
  const latencies = await measureLatencies([
    { what: "no store again (A/A)", to: "no store" },
    { what: "memory", to: "no store", store: stores.memory },
    { what: "Redis", to: "no store", store: stores.Redis },
    { what: "PostgreSQL", to: "no store", store: stores.PostgreSQL },
    {
      what: "PostgreSQL, in the handler's transaction",
      to: "the transaction alone",
      store: stores.PostgreSQL,
      handle: inTransaction,
    },
    { what: "no store", to: "no store" },
    { what: "the transaction alone", to: "the transaction alone", handle: plainTransaction },
  ]);
  const rates: string[][] = [];
  for (const [what, store] of Object.entries(stores)) rates.push([what, await measureClaims(store)]);
  await Promise.all([redis.close(), storePool.end(), handlerPool.end()]);
  return `## Stores

What a store adds to one delivery: the median of ${deliveries} deliveries, one after the other, in Fastify over loopback, less that
of the receiver it is compared with, in ${rounds} rounds. The servers of the stores are on the same machine, and PostgreSQL does not wait
for its disk. Measured in one process, which also sends.

${formatTable(["store", "compared with", "added latency", "latency"], latencies)}

Claims that are completed, ${concurrency} at a time, in rounds of ${claims}. PostgreSQL has a pool of 4 connections.

${formatTable(["store", "claims/s"], rates)}`;
}

function recordInTransaction(store: PostgresStore, pool: pg.Pool): Handle {
  return ({ mynthDelivery, mynthEvent }) =>
    store.completeInTransaction(pool, mynthDelivery.claim, async (client) => {
      await client.query("INSERT INTO finished VALUES ($1)", [String(mynthEvent.task.id)]);
    });
}

function runTransaction(pool: pg.Pool): Handle {
  return async ({ mynthEvent }) => {
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("INSERT INTO finished VALUES ($1)", [String(mynthEvent.task.id)]);
    await client.query("COMMIT");
    client.release();
  };
}

async function measureLatencies(candidates: readonly Candidate[]): Promise<string[][]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const servers = await Promise.all(candidates.map(startReceiver));
  const measured = new Map<string, number[]>(candidates.map(({ what }) => [what, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    // Each round in the other direction, so that a change of the machine's speed favors none.
    for (const { what, port } of round % 2 === 0 ? servers : servers.toReversed()) {
      const latency = await measureLatency(port, agent);
      if (round >= 0) measured.get(what)?.push(latency);
    }
  }
  agent.destroy();
  await Promise.all(servers.map(({ close }) => close()));
  const get = (what: string) => measured.get(what) ?? [];
  return candidates
    .filter(({ what, to }) => what !== to)
    .map(({ what, to }) => {
      const base = get(to);
      const added = getSpread(get(what).map((latency, round) => latency - (base[round] ?? Number.NaN)));
      return [what, to, formatMicroseconds(added), formatMicroseconds(getSpread(get(what)))];
    });
}

async function startReceiver({ what, store, handle }: Candidate) {
  const app = Fastify();
  await app.register(mynthWebhook, { secret, ...(store ? { idempotency: { store } } : {}) });
  app.post(path, async (request, reply) => {
    await handle?.(request);
    return reply.code(204).send();
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return { what, port: Number(new URL(url).port), close: () => app.close() };
}

/** Returns the median latency of a delivery, in microseconds. */
async function measureLatency(port: number, agent: Agent): Promise<number> {
  const latencies: number[] = [];
  for (let index = 0; index < deliveries; index += 1) {
    const { headers, body } = createUniqueDelivery();
    const start = performance.now();
    const sent = request({ port, host: "127.0.0.1", path, method: "POST", agent, headers });
    sent.end(body);
    const [response] = await once(sent, "response");
    response.resume();
    await once(response, "end");
    latencies.push((performance.now() - start) * 1000);
    if (response.statusCode !== 204) throw new Error(`A delivery got ${response.statusCode}.`);
  }
  return getSpread(latencies).median;
}

async function measureClaims(store: IdempotencyStore): Promise<string> {
  const rates: number[] = [];
  for (let round = -1; round < 8; round += 1) {
    const start = performance.now();
    let left = claims;
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (left > 0) {
          left -= 1;
          const [key, owner] = [`task.image.generate.completed:${crypto.randomUUID()}`, crypto.randomUUID()];
          await store.claim(key, owner, 60_000);
          await store.complete(key, owner, 604_800_000);
        }
      }),
    );
    if (round >= 0) rates.push(claims / ((performance.now() - start) / 1000));
  }
  const { median, low, high } = getSpread(rates);
  const format = (rate: number) => Math.round(rate).toLocaleString("en");
  return `${format(median)} (${format(low)} to ${format(high)})`;
}

function formatMicroseconds({ median, low, high }: Ratio): string {
  return `${median.toFixed(0)} µs (${low.toFixed(0)} to ${high.toFixed(0)})`;
}
