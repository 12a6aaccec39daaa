import { describe, test } from "vitest";
import { slowTask } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { none } from "./faults/none.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks, planDeliveries } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

/** Every handler takes more than two leases. A busy machine must not stop a process for as long as a lease. */
const slow = { lease: 3, slowWorkMs: 7000 };
const tasks = createTasks(100, slowTask);

async function run(receivers: Receivers): Promise<void> {
  const scenario = "handlers outlive their lease";
  const deliveries = planDeliveries(tasks, 3000);
  const concurrency = deliveries.length;
  const { row } = await runScenario({ scenario, receivers, tasks, deliveries, concurrency, fault: none });
  expectIntact(row, receivers.settings);
}

describe("handlers that outlive their lease", () => {
  test.skipIf(isMissing("redis-server"))("an event is processed once with Redis", async () => {
    const { url } = await RedisServer.start({ appendOnly: false });
    await run(await Receivers.start(3, { client: "redis", framework: "express", url, ...slow }));
  });

  test.skipIf(isMissing("postgres")).each(["pg", "postgres"] as const)(
    "an event is processed once with %s",
    async (client) => {
      const { url } = await PostgresServer.start();
      await run(await Receivers.start(3, { client, framework: "hono", url, ...slow }));
    },
  );
});
