import { describe, expect, test } from "vitest";
import { slowTask } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { none } from "./faults/none.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks, planDeliveries } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

/** In seconds. */
const lease = 2;
const openMs = 8000;
/** Duplicates of one event, which come all the time and wait for the transaction. */
const copies = 30;
const slowTasks = createTasks(2, slowTask);
const otherTasks = createTasks(400);

describe.skipIf(isMissing("postgres"))("a transaction that is open for longer than its lease", () => {
  test.each(["pg", "postgres"] as const)("other events go on with %s", async (client) => {
    const server = await PostgresServer.start();
    const receivers = await Receivers.start(2, {
      framework: "express",
      client,
      record: "transaction",
      lease,
      slowWorkMs: openMs,
      url: server.url,
    });
    const duplicates = slowTasks.flatMap((task) =>
      Array.from({ length: copies }, (_, copy) => ({ task, due: (copy / copies) * openMs })),
    );
    const deliveries = [...duplicates, ...planDeliveries(otherTasks, openMs)].sort((a, b) => a.due - b.due);
    const { row, report } = await runScenario({
      scenario: "transaction open for long",
      store: `PostgreSQL (${client}), transaction`,
      receivers,
      tasks: [...slowTasks, ...otherTasks],
      deliveries,
      // Duplicates must not keep the sender from other events.
      concurrency: deliveries.length,
      fault: none,
      postgres: server,
    });
    expectIntact(row, "transaction");
    const longest = Math.max(...otherTasks.map((task) => report.longest.get(task) ?? Number.POSITIVE_INFINITY));
    expect(longest).toBeLessThan(openMs / 2);
  });
});
