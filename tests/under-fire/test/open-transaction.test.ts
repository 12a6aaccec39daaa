import { describe, expect, test } from "vitest";
import { slowTask } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { none } from "./faults/none.ts";
import { Receivers, shortLease } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { createTasks, planDeliveries } from "./sender/plan.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

const openMs = 12_000;
/** Duplicates of an event that come while its transaction is open. */
const copies = 30;
const slowTasks = createTasks(2, slowTask);
const otherTasks = createTasks(300);

function planDuplicates() {
  return slowTasks.flatMap((task) =>
    Array.from({ length: copies }, (_, copy) => ({ task, due: (copy / copies) * openMs })),
  );
}

/** A busy machine delays some deliveries. A pool without a free connection delays most of them. */
function getMedian(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

describe.skipIf(isMissing("postgres"))("a transaction that is open for longer than its lease", () => {
  test.each([
    { client: "pg", framework: "express" },
    { client: "postgres", framework: "hono" },
  ] as const)("other events go on with $client", async (settings) => {
    const server = await PostgresServer.start();
    const slow = { record: "transaction", lease: shortLease, slowWorkMs: openMs } as const;
    const receivers = await Receivers.start(2, { ...settings, ...slow, url: server.url });
    const deliveries = [...planDuplicates(), ...planDeliveries(otherTasks, openMs)].sort((a, b) => a.due - b.due);
    const { row, report } = await runScenario({
      scenario: "transaction open for long",
      receivers,
      tasks: [...slowTasks, ...otherTasks],
      deliveries,
      // Duplicates must not keep the sender from other events.
      concurrency: deliveries.length,
      fault: none,
      postgres: server,
    });
    expectIntact(row, receivers.settings);
    expect(getMedian(otherTasks.map((task) => report.longest.get(task) ?? openMs))).toBeLessThan(openMs / 4);
  });
});
