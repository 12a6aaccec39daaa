import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { bun, runtimes, workerd } from "@mynth-webhooks/conformance/runtimes/versions";
import { badDeliveries } from "@mynth-webhooks/testing";
import { addBars } from "./chart.ts";
import { createDelivery, createPayload, createUniqueDelivery, secret } from "./deliveries.ts";
import { addGoal } from "./goals.ts";
import { type Pair, race, type Slice } from "./race.ts";
import { BenchedServers, type Framework, frameworks, type SliceOptions, type Variant } from "./servers.ts";
import { formatSpread } from "./spread.ts";
import { formatTable } from "./table.ts";

const size = 600;
/** Express needs this many slices until it is compiled. */
const options = { warmUps: 8, error: 0.01, timeLimit: 20_000 };

const names: Readonly<Partial<Record<Variant, string>>> = {
  plain: "the plain JSON route",
  "plain again": "the plain JSON route again (A/A)",
  ours: "ours",
  recipe: "the usual raw-body recipe with stripe",
  vendor: "the recipe with the vendor SDK's algorithm",
  floor: "the recipe with a bare HMAC",
  "ours, in memory": "ours, with memoryStore()",
};

const pairs = [
  ["plain again", "plain"],
  ["ours", "recipe"],
  ["ours", "floor"],
  ["ours", "plain"],
  ["ours", "vendor"],
  ["ours, in memory", "ours"],
] as const satisfies readonly Pair[];

/** What is aimed at, as a rate at equal CPU. */
const goals: Readonly<Record<string, Readonly<Partial<Record<Framework, number>>>>> = {
  "ours to recipe": { Express: 1.05, Fastify: 1.05, Hono: 1.05 },
  "ours to floor": { Express: 1, Fastify: 0.95, Hono: 0.95 },
  "ours, in memory to ours": { Fastify: 0.92 },
};
/** On Bun, ours must not be slower than the recipe. */
const goalOnBun = 1;

/** Compares whole servers on Node 20, Node 24 and Bun. */
export async function benchmarkServers(): Promise<string> {
  const others = [...runtimes.filter(({ version }) => version.startsWith("24.")), bun];
  const sections = [await compareServers(`Node ${process.versions.node}`, process.execPath)];
  for (const runtime of others)
    sections.push(await compareServers(`${runtime.name} ${runtime.version}`, await install(runtime)));
  const program = await install(workerd);
  sections.push(await compareOn(`workerd ${workerd.version}`, ["Web"], () => BenchedServers.startWorker(program)));
  return `## Whole servers

Throughput at equal CPU (the inverse of the server's CPU time per request), as a ratio. Bodies have ${createPayload(size).length} bytes.
All servers of a framework are in one process, and another process loads them in turn, in slices of a few hundred requests over 16
connections. A bare HMAC is the minimum of any verification: it accepts any timestamp, supports one signature, and does not check
the event.

${sections.join("\n\n")}`;
}

const variants = [...new Set(pairs.flat())];

function compareServers(runtime: string, program: string): Promise<string> {
  return compareOn(runtime, frameworks, (framework) => BenchedServers.start(framework, variants, program));
}

async function compareOn(
  runtime: string,
  compared: readonly Framework[],
  start: (framework: Framework) => Promise<BenchedServers>,
): Promise<string> {
  const rows: string[][] = [];
  for (const framework of compared) {
    const servers = await start(framework);
    const fixed = { make: createDelivery(size), expected: 200 };
    const unique = { make: createUniqueDelivery, expected: 200 };
    const slices = Object.fromEntries(
      variants.map((variant): [string, Slice] => [
        variant,
        () => servers.load(variant, variant === "ours, in memory" ? unique : fixed),
      ]),
    );
    const { ratios, costs, rounds } = await race(slices, pairs, options);
    await servers.stop();
    for (const [index, [of, to]] of pairs.entries()) {
      const ratio = ratios[index];
      if (ratio === undefined) continue;
      rows.push([
        framework,
        names[of] ?? of,
        names[to] ?? to,
        formatSpread(ratio),
        `${costs.get(of)?.mean.toFixed(0)} µs`,
        String(rounds),
      ]);
      const isBun = runtime.startsWith("Bun");
      const goal = isBun && to === "recipe" ? goalOnBun : isBun ? undefined : goals[`${of} to ${to}`]?.[framework];
      if (goal !== undefined) {
        addGoal({
          what: `${framework}, ${runtime}: ${names[of]} to ${names[to]}`,
          goal,
          isRate: true,
          reached: ratio.mean,
          error: ratio.error,
        });
      }
      if (of === "ours" && to !== "vendor") addBars(`${framework}, ${runtime}`, names[to] ?? to, ratio.mean);
    }
  }
  return `### ${runtime}

${formatTable(["framework", "of", "to", "ratio", "CPU per request", "rounds"], rows)}`;
}

const floodGoals: Readonly<Partial<Record<Framework, number>>> = { Express: 0.9, Fastify: 0.95, Hono: 0.7 };

/** The requests of a flood. They are signed for each framework: a run of all of them outlasts the tolerance. */
function createFloodKinds(): Readonly<Record<string, readonly [Variant, SliceOptions]>> {
  const good = createDelivery(size);
  return {
    "404": ["plain", { make: good, expected: 404, at: "/nowhere" }],
    "404 again (A/A)": ["plain", { make: good, expected: 404, at: "/nowhere" }],
    "rejected with 401 by the framework itself": ["rejecting", { make: good, expected: 401 }],
    "without a signature": ["ours", { make: badDeliveries.unsigned(good.body, { secret }), expected: 401 }],
    "with a malformed signature": [
      "ours",
      { make: { ...good, headers: { ...good.headers, "x-mynth-signature": "t=1" } }, expected: 400 },
    ],
    stale: ["ours", { make: badDeliveries.stale(good.body, { secret }), expected: 401 }],
  };
}

/** Compares a flood of requests that are rejected by their headers with the framework's own 404. */
export async function benchmarkFlood(): Promise<string> {
  const rows: string[][] = [];
  // A web handler has no router, and so no 404 to compare with.
  for (const framework of frameworks.filter((each) => each !== "Web")) {
    const kinds = createFloodKinds();
    const servers = await BenchedServers.start(framework, ["plain", "ours", "rejecting"]);
    const slices = Object.fromEntries(
      Object.entries(kinds).map(([name, [variant, slice]]): [string, Slice] => [
        name,
        () => servers.load(variant, slice),
      ]),
    );
    const compared = Object.keys(kinds).slice(1);
    const { ratios } = await race(
      slices,
      compared.map((name) => [name, "404"]),
      { ...options, timeLimit: 15_000 },
    );
    await servers.stop();
    for (const [index, name] of compared.entries()) {
      const ratio = ratios[index];
      if (ratio === undefined) continue;
      rows.push([framework, name, formatSpread(ratio)]);
      const goal = floodGoals[framework];
      if (goal !== undefined && (name === "without a signature" || name === "with a malformed signature")) {
        addGoal({
          what: `${framework}: a flood ${name} to one of 404`,
          goal,
          isRate: true,
          reached: ratio.mean,
          error: ratio.error,
        });
      }
    }
  }
  return `## A flood without valid headers

The rate of rejecting such requests at equal CPU, as a ratio to the rate of the framework's own 404.

${formatTable(["framework", "requests", "times the rate of 404"], rows)}`;
}
