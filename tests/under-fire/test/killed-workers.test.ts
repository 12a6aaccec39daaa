import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers, shortLease } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

const processes = 4;

async function run(receivers: Receivers, events: number, postgres?: PostgresServer): Promise<void> {
  const { row } = await runScenario({
    scenario: "workers killed",
    receivers,
    tasks: createTasks(events),
    fault: repeat(500, 12, () => receivers.killOne()),
    postgres,
  });
  expect(receivers.kills).toBeGreaterThan(3);
  expectIntact(row, receivers.settings);
}

describe("workers killed", () => {
  test.skipIf(isMissing("redis-server"))("no event is lost with Redis", async () => {
    const { url } = await RedisServer.start({ appendOnly: false });
    await run(
      await Receivers.start(processes, { client: "redis", framework: "fastify", url, lease: shortLease }),
      1500,
    );
  });

  test.skipIf(isMissing("postgres")).each([
    { client: "pg", record: "after", framework: "express", events: 800 },
    { client: "pg", record: "transaction", framework: "hono", events: 1500 },
    { client: "postgres", record: "transaction", framework: "express", events: 800 },
  ] as const)("no event is lost with $client, recorded $record", async ({ events, ...settings }) => {
    const server = await PostgresServer.start();
    await run(await Receivers.start(processes, { ...settings, url: server.url, lease: shortLease }), events, server);
  });
});
