import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { bun, runtimes } from "@mynth-webhooks/conformance/runtimes/versions";
import { badDeliveries } from "@mynth-webhooks/testing";
import { createDelivery, createPayload, createUniqueDelivery, secret } from "./deliveries.ts";
import { formatRatio, getSpread, invert, measureRatio, measureRatioOnce } from "./ratio.ts";
import { BenchedServer, frameworks, type Load, type Variant } from "./servers.ts";
import { formatTable } from "./table.ts";

const seconds = 1;
/** Express needs this many rounds until it is compiled. */
const warmUps = 7;
const rounds = 3;
const turnsPerRound = 2;
const size = 600;

/**
 * Loads two servers in turn, in new processes each round, since two processes of a program differ more than their rounds.
 * Returns B's rate at equal CPU as a ratio to A's, and B's measurements.
 */
async function compare(startA: Start, startB: Start, load: (server: BenchedServer) => Promise<Load>) {
  const loads: Load[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = [await startA(), await startB()];
    const measureCpu = async (server: BenchedServer) => {
      const done = await load(server);
      if (server === b) loads.push(done);
      return done.cpu;
    };
    try {
      for (let warm = 0; warm < warmUps; warm += 1) {
        await load(a);
        await load(b);
      }
      for (let turn = 0; turn < turnsPerRound; turn += 1) {
        ratios.push(
          await measureRatioOnce(
            () => measureCpu(a),
            () => measureCpu(b),
          ),
        );
      }
    } finally {
      await Promise.all([a.stop(), b.stop()]);
    }
  }
  const getMedian = (pick: (load: Load) => number) => getSpread(loads.map(pick)).median;
  const ratio = invert(getSpread(ratios));
  return {
    ratio,
    cpu: getMedian(({ cpu }) => cpu),
    rate: getMedian(({ rate }) => rate),
    p50: getMedian(({ p50 }) => p50),
    p99: getMedian(({ p99 }) => p99),
  };
}

type Start = () => Promise<BenchedServer>;

const names = {
  plain: "the plain JSON route",
  ours: "ours",
  recipe: "the usual raw-body recipe with stripe",
  vendor: "the recipe with the vendor SDK's algorithm",
  floor: "the recipe with a bare HMAC",
} as const;

/** The pairs of servers that are compared. */
const pairs = [
  ["plain", "plain"],
  ["plain", "floor"],
  ["plain", "ours"],
  ["recipe", "ours"],
  ["vendor", "ours"],
] as const;

/** Compares whole servers. */
export async function benchmarkServers(): Promise<string> {
  return `## Whole servers

Throughput at equal CPU (the inverse of the server's CPU time per request), as a ratio. Bodies have ${createPayload(size).length} bytes.
Another process makes the load over 16 connections. A bare HMAC is the minimum of any verification: it accepts any timestamp,
supports one signature, and does not check the event.

${await comparePairs(pairs, process.execPath)}`;
}

/** Without stripe's verifier: on Bun it uses Web Crypto and is asynchronous only. */
const otherPairs = [
  ["plain", "floor"],
  ["plain", "ours"],
] as const;

/** Compares whole servers on other runtimes, with fewer pairs. */
export async function benchmarkRuntimes(): Promise<string> {
  const sections: string[] = [];
  for (const runtime of [...runtimes.filter(({ version }) => version.startsWith("24.")), bun]) {
    const table = await comparePairs(otherPairs, await install(runtime));
    sections.push(`### ${runtime.name} ${runtime.version}\n\n${table}`);
  }
  return `## Other runtimes\n\n${sections.join("\n\n")}`;
}

async function comparePairs(pairs: readonly (readonly [keyof typeof names, keyof typeof names])[], program: string) {
  const rows: string[][] = [];
  for (const framework of frameworks) {
    for (const [one, other] of pairs) {
      const { ratio, cpu, rate, p99 } = await compare(
        () => BenchedServer.start(framework, one, program),
        () => BenchedServer.start(framework, other, program),
        (each) => each.load(seconds, createDelivery(size), 200),
      );
      rows.push([
        framework,
        one === other ? `${names[other]} again (A/A)` : names[other],
        names[one],
        formatRatio(ratio),
        `${cpu.toFixed(0)} µs`,
        rate.toFixed(0),
        `${p99} ms`,
      ]);
    }
  }
  return formatTable(["framework", "of", "to", "ratio", "CPU per request", "requests/s", "p99"], rows);
}

/** Compares a flood of requests that are rejected by their headers with the framework's own 404. */
export async function benchmarkFlood(): Promise<string> {
  const rows: string[][] = [];
  for (const framework of frameworks) {
    const [ours, other, rejecting] = [
      await BenchedServer.start(framework, "ours"),
      await BenchedServer.start(framework, "ours"),
      await BenchedServer.start(framework, "rejecting"),
    ];
    const good = createDelivery(size);
    const notFound = (server: BenchedServer) => server.load(seconds, good, 404, "/nowhere");
    const kinds = [
      { what: "404 again (A/A)", load: notFound },
      { what: "rejected with 401 by the framework itself", load: () => rejecting.load(seconds, good, 401) },
      {
        what: "without a signature",
        load: (server: BenchedServer) => server.load(seconds, badDeliveries.unsigned(good.body, { secret }), 401),
      },
      {
        what: "with a malformed signature",
        load: (server: BenchedServer) =>
          server.load(seconds, { ...good, headers: { ...good.headers, "x-mynth-signature": "t=1" } }, 400),
      },
      {
        what: "stale",
        load: (server: BenchedServer) => server.load(seconds, badDeliveries.stale(good.body, { secret }), 401),
      },
    ];
    for (const { what, load } of kinds) {
      for (let warm = 0; warm < warmUps; warm += 1) {
        await notFound(other);
        await load(ours);
      }
      const ratio = invert(
        await measureRatio(
          async () => (await notFound(other)).cpu,
          async () => (await load(ours)).cpu,
          rounds * turnsPerRound,
        ),
      );
      rows.push([framework, what, formatRatio(ratio)]);
    }
    await Promise.all([ours.stop(), other.stop(), rejecting.stop()]);
  }
  return `## A flood without valid headers

The rate of rejecting such requests at equal CPU, as a ratio to the rate of the framework's own 404.

${formatTable(["framework", "requests", "times the rate of 404"], rows)}`;
}

/** Measures the cost of idempotency. */
export async function benchmarkIdempotency(): Promise<string> {
  const stores: readonly Variant[] = [
    "ours",
    "ours, in memory",
    ...(process.env.MYNTH_TEST_REDIS_URL ? (["ours, in Redis"] as const) : []),
    ...(process.env.MYNTH_TEST_POSTGRES_URL ? (["ours, in PostgreSQL"] as const) : []),
  ];
  const rows: string[][] = [];
  const load = (server: BenchedServer) => server.load(seconds, createUniqueDelivery, 200);
  for (const variant of stores) {
    const { ratio, rate, p50 } = await compare(
      () => BenchedServer.start("Fastify", "ours"),
      () => BenchedServer.start("Fastify", variant),
      load,
    );
    rows.push([
      variant === "ours" ? "no store again (A/A)" : variant.replace("ours, ", ""),
      formatRatio(ratio),
      rate.toFixed(0),
      `${p50} ms`,
    ]);
  }
  return `## Idempotency

Fastify, with a different task in every delivery. Throughput at equal CPU of the receiver, as a ratio to the same receiver
without a store. The CPU of the store's server is not counted.

${formatTable(["store", "times no store", "requests/s", "median latency"], rows)}`;
}
