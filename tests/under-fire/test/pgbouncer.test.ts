import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { postgresReceivers } from "./receivers/postgres-receivers.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { PgBouncer } from "./servers/pgbouncer.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

/**
 * In seconds. It has to be longer than the pauses after which clients connect again, because an event can be recorded
 * only until its lease expires.
 */
const lease = 6;

describe.skipIf(isMissing("postgres", "pgbouncer"))("pgbouncer in transaction mode", () => {
  test.each(postgresReceivers)("an event is processed once with $client, recorded $record", async (settings) => {
    const server = await PostgresServer.start();
    const pooler = await PgBouncer.start(server.port);
    const receivers = await Receivers.start(3, { ...settings, lease, url: pooler.url });
    let faults = 0;
    const { row } = await runScenario({
      scenario: "pgbouncer restarted, workers killed",
      receivers,
      fault: repeat(800, 6, async () => {
        faults += 1;
        if (faults % 2 === 0) return receivers.killOne();
        await pooler.kill();
        await pooler.start();
      }),
      postgres: server,
    });
    expect(faults).toBeGreaterThan(1);
    expectIntact(row, settings);
  });
});
