import { setTimeout as wait } from "node:timers/promises";
import { describe, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { postgresReceivers } from "./receivers/postgres-receivers.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

/** How long PostgreSQL is down before it recovers, in milliseconds. */
const downMs = 200;

const faults = {
  "PostgreSQL crashed": (server: PostgresServer) =>
    repeat(1200, 3, async () => {
      await server.crash();
      await wait(downMs);
      await server.start();
    }),
  "connections terminated": (server: PostgresServer) => repeat(250, 20, () => server.terminateConnections()),
};

describe.skipIf(isMissing("postgres")).each(Object.entries(faults))("%s", (scenario, createFault) => {
  test.each(postgresReceivers)("an event is processed once with $client, recorded $record", async (settings) => {
    const server = await PostgresServer.start();
    const receivers = await Receivers.start(3, { ...settings, url: server.url });
    const { row } = await runScenario({ scenario, receivers, fault: createFault(server), postgres: server });
    expectIntact(row, settings);
  });
});
