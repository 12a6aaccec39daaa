import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

const scenario = "workers killed";
const tasks = createTasks(1500);
const processes = 4;
/** How long a killed process keeps its claims, in seconds. It is short, so that retries do not wait long. */
const lease = 2;

async function run(store: string, receivers: Receivers, postgres?: PostgresServer) {
  const { row } = await runScenario({
    scenario,
    store,
    receivers,
    tasks,
    fault: repeat(500, 12, () => receivers.killOne()),
    postgres,
  });
  expect(receivers.killed.size).toBeGreaterThan(3);
  return row;
}

describe("workers killed", () => {
  test.skipIf(isMissing("redis-server"))("no event is lost with Redis", async () => {
    const { url } = await RedisServer.start({ appendOnly: false });
    const receivers = await Receivers.start(processes, { framework: "fastify", client: "redis", url, lease });
    expectIntact(await run("Redis (redis)", receivers));
  });

  test.skipIf(isMissing("postgres"))("no event is lost with PostgreSQL", async () => {
    const { url } = await PostgresServer.start();
    const receivers = await Receivers.start(processes, { framework: "express", client: "pg", url, lease });
    expectIntact(await run("PostgreSQL (pg)", receivers));
  });

  test.skipIf(isMissing("postgres")).each([
    { client: "pg", framework: "hono" },
    { client: "postgres", framework: "express" },
  ] as const)("no event is lost or processed twice in a transaction with $client", async ({ client, framework }) => {
    const server = await PostgresServer.start();
    const settings = { framework, client, url: server.url, record: "transaction", lease } as const;
    const receivers = await Receivers.start(processes, settings);
    expectIntact(await run(`PostgreSQL (${client}), transaction`, receivers, server), "transaction");
  });
});
