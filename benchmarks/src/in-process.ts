import { createReceiver } from "@mynth-webhooks/core";
import { Webhooks } from "@octokit/webhooks";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { verifyByBareHmac } from "./bare-hmac.ts";
import { measureCpu } from "./cpu-time.ts";
import { createDelivery, createPayload, createStandardDelivery, secret, whsec } from "./deliveries.ts";
import { addGoal } from "./goals.ts";
import { type Pair, race, type Slice } from "./race.ts";
import { formatSpread } from "./spread.ts";
import { formatTable } from "./table.ts";
import { verifyLikeVendor } from "./vendor-algorithm.ts";

const floor = "the floor";

interface Contestant {
  readonly name: string;
  readonly work: () => unknown;
}

function createFloor(bytes: number): () => unknown {
  const { headers, body } = createDelivery(bytes);
  const raw = Buffer.from(body);
  const header = headers["x-mynth-signature"] ?? "";
  return () => verifyByBareHmac(raw, header, secret);
}

function createOurs(bytes: number): () => unknown {
  const { headers, body } = createDelivery(bytes);
  const raw = Buffer.from(body);
  const receiver = createReceiver(secret);
  const incoming = { method: "POST", url: "/", header: (name: string) => headers[name], body: raw };
  // It returns no promise, once the schemas are loaded.
  return () => {
    const outcome = receiver.receive(incoming, undefined);
    if (!(outcome instanceof Promise) && outcome.kind !== "deliver")
      throw new Error("Our receiver did not verify the delivery.");
    return outcome;
  };
}

function createOthers(bytes: number): readonly Contestant[] {
  const { headers, body } = createDelivery(bytes);
  const signature = headers["x-mynth-signature"] ?? "";
  const octokit = new Webhooks({ secret });
  const standard = createStandardDelivery();
  const peers: Contestant[] = [
    { name: "stripe", work: () => Stripe.webhooks.constructEvent(body, signature, secret) },
    { name: "the vendor SDK's algorithm", work: () => verifyLikeVendor(Buffer.from(body), signature, secret) },
    { name: "@octokit/webhooks", work: async () => octokit.verify(body, await octokitSignature) },
  ];
  const octokitSignature = octokit.sign(body);
  if (bytes > 1000) return peers;
  return [
    ...peers,
    { name: "standardwebhooks", work: () => new StandardWebhook(whsec).verify(standard.body, standard.headers) },
    { name: "svix", work: () => new SvixWebhook(whsec).verify(standard.body, standard.headers) },
  ];
}

const goals: Readonly<Record<string, number>> = { "600 B": 1.2, "64 KB": 1.05, "1 MB": 1.02 };

/** Measures verification in process, as a multiple of the floor. */
export async function benchmarkInProcess(): Promise<string> {
  const rows: string[][] = [];
  for (const [size, bytes, calls] of [
    ["600 B", 600, 3000],
    ["64 KB", 65_536, 150],
    ["1 MB", 1_048_000, 8],
  ] as const) {
    const contestants = [
      { name: floor, work: createFloor(bytes) },
      { name: "the floor again (A/A)", work: createFloor(bytes) },
      { name: "ours", work: createOurs(bytes) },
      ...createOthers(bytes),
    ];
    const slices = Object.fromEntries(
      contestants.map(({ name, work }): [string, Slice] => [name, () => measureCpu(work, calls)]),
    );
    const others = contestants.slice(1).map(({ name }) => name);
    // The floor's rate to theirs is their cost to the floor's.
    const pairs = others.map((name): Pair => [floor, name]);
    const { ratios, costs } = await race(slices, pairs, { warmUps: 20, error: 0.01, timeLimit: 25_000 });
    for (const [index, name] of others.entries()) {
      const ratio = ratios[index];
      if (ratio === undefined) continue;
      rows.push([size, name, formatSpread(ratio), `${costs.get(name)?.mean.toFixed(1)} µs`]);
      const goal = goals[size];
      if (name === "ours" && goal !== undefined) {
        addGoal({
          what: `in process, ${size}: ours in times a bare HMAC and JSON.parse`,
          goal,
          isRate: false,
          reached: ratio.mean,
          error: ratio.error,
        });
      }
    }
  }
  return `## In process

CPU time of verifying, parsing and checking the envelope, as a multiple of the floor. The floor is an HMAC by node:crypto with
a cached key, a strict UTF-8 decoder and \`JSON.parse\` of the same bytes. Bodies have ${createPayload(600).length} bytes or more.

${formatTable(["body", "by", "times the floor", "CPU per call"], rows)}`;
}
