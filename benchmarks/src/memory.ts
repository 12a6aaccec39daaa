import { createReceiver, memoryStore } from "@mynth-webhooks/core";
import { createUniqueDelivery, secret } from "./deliveries.ts";
import { formatTable } from "./table.ts";

const deliveries = 1_000_000;
const steps = 5;

/** Measures the heap after a million deliveries of different tasks, through one receiver with a bounded store. */
export async function benchmarkMemory(): Promise<string> {
  const receiver = createReceiver(secret, { idempotency: { store: memoryStore({ maxKeys: 10_000 }) } });
  const rows: string[][] = [];
  for (let step = 1; step <= steps; step += 1) {
    for (let index = 0; index < deliveries / steps; index += 1) {
      const { headers, body } = createUniqueDelivery();
      const incoming = { method: "POST", url: "/", header: (name: string) => headers[name], body: Buffer.from(body) };
      const outcome = await receiver.receive(incoming, undefined);
      if (outcome.kind !== "deliver") throw new Error("The receiver rejected a delivery.");
      await outcome.settle(200);
    }
    globalThis.gc?.();
    const { heapUsed } = process.memoryUsage();
    rows.push([((deliveries / steps) * step).toLocaleString("en"), `${(heapUsed / 1_048_576).toFixed(1)} MiB`]);
  }
  return `## Memory

The heap after garbage collection, with one receiver and a store of at most 10,000 keys.

${formatTable(["deliveries", "heap"], rows)}`;
}
