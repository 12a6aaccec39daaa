import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { bun, runtimes } from "@mynth-webhooks/conformance/runtimes/versions";
import { badDeliveries } from "@mynth-webhooks/testing";
import { delivery, freshDelivery, payloadOf, secret } from "./deliveries.ts";
import { costRatio, costRatioOnce, inverse, ratioText, spreadOf } from "./ratio.ts";
import { BenchedServer, frameworks, type Load, type Variant } from "./servers.ts";
import { table } from "./table.ts";

const seconds = 1;
/** Express takes as long to be compiled. */
const warmUps = 7;
const rounds = 3;
const turnsPerRound = 2;
const size = 600;

/**
 * Loads two servers in turn, in new processes each round: two processes of one program differ by more than their rounds do.
 * Says how B's rate at equal CPU compares to A's, and what B did.
 */
async function compare(startA: Start, startB: Start, load: (server: BenchedServer) => Promise<Load>) {
  const loads: Load[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = [await startA(), await startB()];
    const cpuOf = async (server: BenchedServer) => {
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
          await costRatioOnce(
            () => cpuOf(a),
            () => cpuOf(b),
          ),
        );
      }
    } finally {
      await Promise.all([a.stop(), b.stop()]);
    }
  }
  const of = (pick: (load: Load) => number) => spreadOf(loads.map(pick)).median;
  const ratio = inverse(spreadOf(ratios));
  return {
    ratio,
    cpu: of(({ cpu }) => cpu),
    rate: of(({ rate }) => rate),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
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

/** What is compared with what. */
const pairs = [
  ["plain", "plain"],
  ["plain", "floor"],
  ["plain", "ours"],
  ["recipe", "ours"],
  ["vendor", "ours"],
] as const;

/** Whole servers beside one another. */
export async function wholeServers(): Promise<string> {
  return `## Whole servers

Throughput at equal CPU (the inverse of the server's own CPU time a request), as a ratio. Bodies of ${payloadOf(size).length} bytes, 16
connections, the load made by another process. A bare HMAC takes any timestamp, one signature, and does not look at the
event: it is what no verification can do without.

${await compared(pairs, process.execPath)}`;
}

/** Not stripe's verifier, which Bun knows by Web Crypto and for asynchronous callers only. */
const otherPairs = [
  ["plain", "floor"],
  ["plain", "ours"],
] as const;

/** The same on other runtimes, shorter. */
export async function otherRuntimes(): Promise<string> {
  const sections: string[] = [];
  for (const runtime of [...runtimes.filter(({ version }) => version.startsWith("24.")), bun]) {
    const table = await compared(otherPairs, await install(runtime));
    sections.push(`### ${runtime.name} ${runtime.version}\n\n${table}`);
  }
  return `## Other runtimes\n\n${sections.join("\n\n")}`;
}

async function compared(pairs: readonly (readonly [keyof typeof names, keyof typeof names])[], program: string) {
  const rows: string[][] = [];
  for (const framework of frameworks) {
    for (const [one, other] of pairs) {
      const { ratio, cpu, rate, p99 } = await compare(
        () => BenchedServer.start(framework, one, program),
        () => BenchedServer.start(framework, other, program),
        (each) => each.load(seconds, delivery(size), 200),
      );
      rows.push([
        framework,
        one === other ? `${names[other]} again (A/A)` : names[other],
        names[one],
        ratioText(ratio),
        `${cpu.toFixed(0)} µs`,
        rate.toFixed(0),
        `${p99} ms`,
      ]);
    }
  }
  return table(["framework", "of", "to", "ratio", "CPU a request", "requests/s", "p99"], rows);
}

/** A flood of what is refused by its headers, against the framework's own 404. */
export async function flood(): Promise<string> {
  const rows: string[][] = [];
  for (const framework of frameworks) {
    const [ours, other, refusing] = [
      await BenchedServer.start(framework, "ours"),
      await BenchedServer.start(framework, "ours"),
      await BenchedServer.start(framework, "refusing"),
    ];
    const good = delivery(size);
    const notFound = (server: BenchedServer) => server.load(seconds, good, 404, "/nowhere");
    const kinds = [
      { what: "404 again (A/A)", load: notFound },
      { what: "refused with 401 by the framework itself", load: () => refusing.load(seconds, good, 401) },
      {
        what: "without a signature",
        load: (server: BenchedServer) => server.load(seconds, badDeliveries.unsigned(good.body, { secret }), 401),
      },
      {
        what: "with a malformed one",
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
      const ratio = inverse(
        await costRatio(
          async () => (await notFound(other)).cpu,
          async () => (await load(ours)).cpu,
          rounds * turnsPerRound,
        ),
      );
      rows.push([framework, what, ratioText(ratio)]);
    }
    await Promise.all([ours.stop(), other.stop(), refusing.stop()]);
  }
  return `## A flood without valid headers

The rate at which such requests are refused at equal CPU, as a ratio to the rate at which the framework answers 404.

${table(["framework", "requests", "times the rate of 404"], rows)}`;
}

/** What handling once costs. */
export async function idempotency(): Promise<string> {
  const stores: readonly Variant[] = [
    "ours",
    "ours, in memory",
    ...(process.env.MYNTH_TEST_REDIS_URL ? (["ours, in Redis"] as const) : []),
    ...(process.env.MYNTH_TEST_POSTGRES_URL ? (["ours, in PostgreSQL"] as const) : []),
  ];
  const rows: string[][] = [];
  const load = (server: BenchedServer) => server.load(seconds, freshDelivery, 200);
  for (const variant of stores) {
    const { ratio, rate, p50 } = await compare(
      () => BenchedServer.start("Fastify", "ours"),
      () => BenchedServer.start("Fastify", variant),
      load,
    );
    rows.push([
      variant === "ours" ? "no store again (A/A)" : variant.replace("ours, ", ""),
      ratioText(ratio),
      rate.toFixed(0),
      `${p50} ms`,
    ]);
  }
  return `## Handling each event once

Fastify; every delivery is of another task. Throughput at the receiver's equal CPU as a ratio to the same receiver without a
store; the store's own CPU is not counted.

${table(["store", "times no store", "requests/s", "median latency"], rows)}`;
}
