import { createReceiver } from "@mynth-webhooks/core";
import { Webhooks } from "@octokit/webhooks";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { verifyByBareHmac } from "./bare-hmac.ts";
import { cpuOf } from "./cpu-time.ts";
import { delivery, payloadOf, secret, standardDelivery, whsec } from "./deliveries.ts";
import { costRatio, type Ratio, ratioText } from "./ratio.ts";
import { table } from "./table.ts";
import { verifyLikeVendor } from "./vendor-algorithm.ts";

const rounds = 15;
const warmUps = 5;

interface Contestant {
  readonly name: string;
  readonly work: () => unknown;
}

function floor(bytes: number): () => unknown {
  const { headers, body } = delivery(bytes);
  const raw = Buffer.from(body);
  const header = headers["x-mynth-signature"] ?? "";
  return () => verifyByBareHmac(raw, header, secret);
}

function ours(bytes: number): () => unknown {
  const { headers, body } = delivery(bytes);
  const raw = Buffer.from(body);
  const receiver = createReceiver(secret);
  const incoming = { method: "POST", url: "/", header: (name: string) => headers[name], body: raw };
  return async () => {
    if ((await receiver.receive(incoming, undefined)).kind !== "deliver") throw new Error("Ours does not verify.");
  };
}

function others(bytes: number): readonly Contestant[] {
  const { headers, body } = delivery(bytes);
  const signature = headers["x-mynth-signature"] ?? "";
  const octokit = new Webhooks({ secret });
  const standard = standardDelivery();
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

/** What a verification costs in process, as a multiple of the floor. */
export async function inProcess(): Promise<string> {
  const rows: string[][] = [];
  for (const [size, bytes, calls] of [
    ["600 B", 600, 2000],
    ["64 KB", 65_536, 100],
    ["1 MB", 1_048_000, 8],
  ] as const) {
    const base = floor(bytes);
    for (let warm = 0; warm < warmUps; warm += 1) await cpuOf(base, calls);
    const perCall = await cpuOf(base, calls);
    const contestants = [
      { name: "the floor again (A/A)", work: floor(bytes) },
      { name: "ours", work: ours(bytes) },
      ...others(bytes),
    ];
    for (const { name, work } of contestants) {
      for (let warm = 0; warm < warmUps; warm += 1) await cpuOf(work, calls);
      const ratio: Ratio = await costRatio(
        () => cpuOf(base, calls),
        () => cpuOf(work, calls),
        rounds,
      );
      rows.push([size, name, ratioText(ratio), `${(perCall * ratio.median).toFixed(1)} µs`]);
    }
  }
  return `## In process

CPU time of verifying, parsing and checking the envelope, as a multiple of the floor: an HMAC by node:crypto with a kept
key, a strict UTF-8 decoder and \`JSON.parse\` of the same bytes. Bodies of ${payloadOf(600).length} bytes and more.

${table(["body", "by", "times the floor", "CPU a call"], rows)}`;
}
