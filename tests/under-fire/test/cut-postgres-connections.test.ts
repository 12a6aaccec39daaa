import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { cutConnections, cutMoments, fewestCuts } from "./faults/cut-connections.ts";
import { CuttingProxy } from "./faults/cutting-proxy.ts";
import { postgresReceivers } from "./receivers/postgres-receivers.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

describe.skipIf(isMissing("postgres")).each(cutMoments)("connections to PostgreSQL cut %s", (moment) => {
  test.each(postgresReceivers)("an event is processed once with $client, recorded $record", async (settings) => {
    const server = await PostgresServer.start();
    const proxy = await CuttingProxy.start(server.port);
    const url = `postgres://postgres@127.0.0.1:${proxy.port}/postgres`;
    const receivers = await Receivers.start(2, { ...settings, url });
    const fault = cutConnections(proxy, moment);
    const { row } = await runScenario({ scenario: `connections cut ${moment}`, receivers, fault, postgres: server });
    expect(proxy.cuts).toBeGreaterThan(fewestCuts);
    expectIntact(row, settings);
  });
});
