import { describe, test } from "vitest";
import { slowTask } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { none } from "./faults/none.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

/** Every handler takes three leases. */
const slow = { lease: 1, slowWorkMs: 3000 };

async function run(store: string, receivers: Receivers) {
  const { row } = await runScenario({
    scenario: "handlers outlive their lease",
    store,
    receivers,
    tasks: createTasks(300, slowTask),
    fault: none,
  });
  return row;
}

describe("handlers that outlive their lease", () => {
  test.skipIf(isMissing("redis-server"))("an event is processed once with Redis", async () => {
    const { url } = await RedisServer.start({ appendOnly: false });
    const receivers = await Receivers.start(3, { framework: "express", client: "redis", url, ...slow });
    expectIntact(await run("Redis (redis)", receivers));
  });

  test.skipIf(isMissing("postgres"))("an event is processed once with PostgreSQL", async () => {
    const { url } = await PostgresServer.start();
    const receivers = await Receivers.start(3, { framework: "hono", client: "pg", url, ...slow });
    expectIntact(await run("PostgreSQL (pg)", receivers));
  });
});
