import { describe, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { none } from "./faults/none.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

/** A burst of other queries takes over a second, and the receiver waits half a second for the store. */
const busy = { poolSize: 3, otherQueries: 40, timeout: 0.5 };

describe.skipIf(isMissing("postgres"))("a pool that the rest of the application fills", () => {
  test.each([
    { client: "pg", record: "after", framework: "express", sharesPool: true },
    { client: "pg", record: "transaction", framework: "fastify", sharesPool: true },
    { client: "pg", record: "transaction", framework: "fastify", sharesPool: false },
    { client: "postgres", record: "after", framework: "hono", sharesPool: true },
  ] as const)("an event is processed once with $client, recorded $record, shared $sharesPool", async (settings) => {
    const server = await PostgresServer.start();
    const receivers = await Receivers.start(3, { ...settings, ...busy, url: server.url });
    const { row } = await runScenario({
      scenario: `pool exhausted, ${settings.sharesPool ? "shared with" : "not that of"} the store`,
      receivers,
      tasks: createTasks(200),
      fault: none,
      postgres: server,
    });
    expectIntact(row, settings);
  });
});
