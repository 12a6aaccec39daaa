import { describe, expect, test } from "vitest";
import { redisClients } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { cutConnections, cutMoments, fewestCuts } from "./faults/cut-connections.ts";
import { CuttingProxy } from "./faults/cutting-proxy.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

describe.skipIf(isMissing("redis-server")).each(cutMoments)("connections to Redis cut %s", (moment) => {
  test.each(redisClients)("an event is processed once with %s", async (client) => {
    const server = await RedisServer.start({ appendOnly: false });
    const proxy = await CuttingProxy.start(server.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    const receivers = await Receivers.start(2, { client, framework: "express", url });
    const fault = cutConnections(proxy, moment);
    const { row } = await runScenario({ scenario: `connections cut ${moment}`, receivers, fault });
    expect(proxy.cuts).toBeGreaterThan(fewestCuts);
    expectIntact(row, receivers.settings);
  });
});
