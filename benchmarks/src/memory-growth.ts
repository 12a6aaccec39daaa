// A process of its own, so that nothing else is on its heap. It prints the rows as JSON.
import { createReceiver, memoryStore } from "@mynth-webhooks/core";
import { createUniqueDelivery, secret } from "./deliveries.ts";

const deliveries = 1_000_000;
const steps = 5;

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
console.log(JSON.stringify(rows));
