import { describe, expect, test } from "vitest";
import { readEffects } from "../src/effect.ts";
import type { QueueClient } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";
import { waitUntil } from "./servers/wait-until.ts";

const tasks = createTasks(400);
/** In seconds, as a lease: a job of a dead worker goes to another one. */
const lease = 3;
const processes = 3;

function countEvents(effectsFile: string): number {
  return new Set(readEffects(effectsFile).map(({ event }) => event)).size;
}

/** @param workMs the longest time of a handler, so that a worker has a job when it is killed */
async function run(client: QueueClient, url: string, workMs: number): Promise<void> {
  const settings = { client, framework: "express", url, lease, workMs } as const;
  const receivers = await Receivers.start(2, settings, "queue/receiver.js");
  const { effectsFile } = receivers.settings;
  const workers = await Receivers.start(processes, { ...settings, effectsFile }, "queue/worker.js");
  let kills = 0;
  const { row } = await runScenario({
    scenario: "queue, workers and receivers killed",
    receivers,
    workers,
    tasks,
    fault: repeat(500, 12, () => {
      kills += 1;
      return kills % 3 === 0 ? receivers.killOne() : workers.killOne();
    }),
    // An effect that does not happen in this time is counted as lost.
    settle: () =>
      waitUntil(async () => countEvents(effectsFile) === tasks.length, "An effect of every event", 40_000).catch(
        () => {},
      ),
  });
  expect(workers.kills).toBeGreaterThan(1);
  expect(workers.crashes).toBe(0);
  expectIntact(row, receivers.settings);
}

describe("examples with a queue", () => {
  test.skipIf(isMissing("redis-server"))("no event is lost in BullMQ", async () => {
    const { url } = await RedisServer.start({ appendOnly: true });
    await run("bullmq", url, 200);
  });

  test.skipIf(isMissing("postgres"))("no event is lost in pg-boss", async () => {
    const { url } = await PostgresServer.start();
    await run("pg-boss", url, 40);
  });
});
