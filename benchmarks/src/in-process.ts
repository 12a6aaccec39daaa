import { createReceiver } from "@mynth-webhooks/core";
import { Webhooks } from "@octokit/webhooks";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { verifyByBareHmac } from "./bare-hmac.ts";
import { measureCpu } from "./cpu-time.ts";
import { createDelivery, createPayload, createStandardDelivery, secret, whsec } from "./deliveries.ts";
import { formatRatio, measureRatio, type Ratio } from "./ratio.ts";
import { formatTable } from "./table.ts";
import { verifyLikeVendor } from "./vendor-algorithm.ts";

const rounds = 15;
const warmUps = 5;

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
  return async () => {
    if ((await receiver.receive(incoming, undefined)).kind !== "deliver")
      throw new Error("Our receiver did not verify the delivery.");
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

/** Measures verification in process, as a multiple of the floor. */
export async function benchmarkInProcess(): Promise<string> {
  const rows: string[][] = [];
  for (const [size, bytes, calls] of [
    ["600 B", 600, 2000],
    ["64 KB", 65_536, 100],
    ["1 MB", 1_048_000, 8],
  ] as const) {
    const base = createFloor(bytes);
    for (let warm = 0; warm < warmUps; warm += 1) await measureCpu(base, calls);
    const perCall = await measureCpu(base, calls);
    const contestants = [
      { name: "the floor again (A/A)", work: createFloor(bytes) },
      { name: "ours", work: createOurs(bytes) },
      ...createOthers(bytes),
    ];
    for (const { name, work } of contestants) {
      for (let warm = 0; warm < warmUps; warm += 1) await measureCpu(work, calls);
      const ratio: Ratio = await measureRatio(
        () => measureCpu(base, calls),
        () => measureCpu(work, calls),
        rounds,
      );
      rows.push([size, name, formatRatio(ratio), `${(perCall * ratio.median).toFixed(1)} µs`]);
    }
  }
  return `## In process

CPU time of verifying, parsing and checking the envelope, as a multiple of the floor. The floor is an HMAC by node:crypto with
a cached key, a strict UTF-8 decoder and \`JSON.parse\` of the same bytes. Bodies have ${createPayload(600).length} bytes or more.

${formatTable(["body", "by", "times the floor", "CPU per call"], rows)}`;
}
