import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { measureCpu } from "./cpu-time.ts";
import { formatRatio, measureRatio } from "./ratio.ts";
import { formatTable } from "./table.ts";

const maxKeys = 100_000;
const calls = 10_000;
const warmUps = 3;
const rounds = 10;

/** Compares a full memory store, which deletes one event for each new one, with a store that has room. */
export async function benchmarkFullStore(): Promise<string> {
  const [roomy, alsoRoomy, full] = [
    memoryStore({ maxKeys: 1e7 }),
    memoryStore({ maxKeys: 1e7 }),
    memoryStore({ maxKeys }),
  ];
  for (let filled = 0; filled < 3 * maxKeys; filled += 1) await processEvent(full);
  const cpu = (store: IdempotencyStore) => () => measureCpu(() => processEvent(store), calls);
  const rows: string[][] = [];
  for (const [what, store] of [
    ["with room again (A/A)", alsoRoomy],
    ["full", full],
  ] as const) {
    for (let warm = 0; warm < warmUps; warm += 1) {
      await cpu(roomy)();
      await cpu(store)();
    }
    rows.push([
      what,
      formatRatio(await measureRatio(cpu(roomy), cpu(store), rounds)),
      `${(await cpu(store)()).toFixed(1)} µs`,
    ]);
  }
  return `## A full store

CPU time of claiming and completing a key in a \`memoryStore()\` with ${maxKeys.toLocaleString("en")} keys, as a multiple of one that has room.

${formatTable(["store", "times one with room", "CPU per event"], rows)}`;
}

let events = 0;

async function processEvent(store: IdempotencyStore): Promise<void> {
  events += 1;
  const key = `task.image.generate.completed:${events}`;
  await store.claim(key, "owner", 60_000);
  await store.complete(key, "owner", 604_800_000);
}
