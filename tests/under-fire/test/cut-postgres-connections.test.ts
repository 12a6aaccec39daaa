import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { cutConnections, cutMoments, fewestCuts } from "./faults/cut-connections.ts";
import { CuttingProxy } from "./faults/cutting-proxy.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";

const receiverSettings = [
  { client: "pg", record: "after", framework: "fastify" },
  { client: "pg", record: "transaction", framework: "express" },
  { client: "postgres", record: "after", framework: "hono" },
  { client: "postgres", record: "transaction", framework: "express" },
] as const;

describe.skipIf(isMissing("postgres")).each(cutMoments)("connections to PostgreSQL cut %s", (moment) => {
  test.each(receiverSettings)("an event is processed once with $client, recorded $record", async (settings) => {
    const server = await PostgresServer.start();
    const proxy = await CuttingProxy.start(server.port);
    const receivers = await Receivers.start(2, {
      ...settings,
      url: `postgres://postgres@127.0.0.1:${proxy.port}/postgres`,
    });
    const { row } = await runScenario({
      scenario: `connections cut ${moment}`,
      store: `PostgreSQL (${settings.client})${settings.record === "transaction" ? ", transaction" : ""}`,
      receivers,
      fault: cutConnections(proxy, moment),
      postgres: server,
    });
    expect(proxy.cuts).toBeGreaterThan(fewestCuts);
    expectIntact(row, settings.record);
  });
});
