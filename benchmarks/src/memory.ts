import { createReceiver, memoryStore } from "@mynth-webhooks/core";
import { freshDelivery, secret } from "./deliveries.ts";
import { table } from "./table.ts";

const deliveries = 1_000_000;
const steps = 5;

/** The heap after a million deliveries, each of another task, through one receiver with a bounded store. */
export async function memoryGrowth(): Promise<string> {
  const receiver = createReceiver(secret, { idempotency: { store: memoryStore({ maxKeys: 10_000 }) } });
  const rows: string[][] = [];
  for (let step = 1; step <= steps; step += 1) {
    for (let index = 0; index < deliveries / steps; index += 1) {
      const { headers, body } = freshDelivery();
      const incoming = { method: "POST", url: "/", header: (name: string) => headers[name], body: Buffer.from(body) };
      const outcome = await receiver.receive(incoming, undefined);
      if (outcome.kind !== "deliver") throw new Error("A delivery was not delivered.");
      await outcome.settle(200);
    }
    globalThis.gc?.();
    const { heapUsed } = process.memoryUsage();
    rows.push([((deliveries / steps) * step).toLocaleString("en"), `${(heapUsed / 1_048_576).toFixed(1)} MiB`]);
  }
  return `## Memory

The heap after a collection, one receiver with a store of at most 10,000 keys.

${table(["deliveries", "heap"], rows)}`;
}
