import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { PgBouncer } from "./servers/pgbouncer.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

/** In seconds. */
const lease = 2;

describe.skipIf(isMissing("postgres", "pgbouncer"))("pgbouncer in transaction mode", () => {
  test.each([
    { client: "pg", record: "after", framework: "fastify" },
    { client: "pg", record: "transaction", framework: "express" },
    { client: "postgres", record: "after", framework: "express" },
    { client: "postgres", record: "transaction", framework: "hono" },
  ] as const)("an event is processed once with $client, recorded $record", async (settings) => {
    const server = await PostgresServer.start();
    const pooler = await PgBouncer.start(server.port);
    const receivers = await Receivers.start(3, { ...settings, lease, url: pooler.url });
    let restarts = 0;
    const { row } = await runScenario({
      scenario: "pgbouncer restarted, workers killed",
      store: `PostgreSQL (${settings.client})${settings.record === "transaction" ? ", transaction" : ""}`,
      receivers,
      fault: repeat(800, 6, async () => {
        restarts += 1;
        if (restarts % 2 === 0) return receivers.killOne();
        await pooler.kill();
        await pooler.start();
      }),
      postgres: server,
    });
    expect(restarts).toBeGreaterThan(2);
    expectIntact(row, settings.record);
  });
});
