import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { cpuOf } from "./cpu-time.ts";
import { costRatio, ratioText } from "./ratio.ts";
import { table } from "./table.ts";

const maxKeys = 100_000;
const calls = 10_000;
const warmUps = 3;
const rounds = 10;

/** What an event costs in a store in memory that has to forget one for each that comes, and in one that has room. */
export async function fullStore(): Promise<string> {
  const [roomy, alsoRoomy, full] = [
    memoryStore({ maxKeys: 1e7 }),
    memoryStore({ maxKeys: 1e7 }),
    memoryStore({ maxKeys }),
  ];
  for (let filled = 0; filled < 3 * maxKeys; filled += 1) await handle(full);
  const cpu = (store: IdempotencyStore) => () => cpuOf(() => handle(store), calls);
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
      ratioText(await costRatio(cpu(roomy), cpu(store), rounds)),
      `${(await cpu(store)()).toFixed(1)} µs`,
    ]);
  }
  return `## A full store

CPU time of claiming and completing a key in \`memoryStore()\` with its ${maxKeys.toLocaleString("en")} keys, as a multiple of the same with room.

${table(["store", "times one with room", "CPU an event"], rows)}`;
}

let events = 0;

async function handle(store: IdempotencyStore): Promise<void> {
  events += 1;
  const key = `task.image.generate.completed:${events}`;
  await store.claim(key, "owner", 60_000);
  await store.complete(key, "owner", 604_800_000);
}
