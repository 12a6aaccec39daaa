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
    const { port } = await RedisServer.start({ appendOnly: false });
    const proxy = await CuttingProxy.start(port);
    const receivers = await Receivers.start(2, {
      framework: "express",
      client,
      url: `redis://127.0.0.1:${proxy.port}`,
    });
    const { row } = await runScenario({
      scenario: `connections cut ${moment}`,
      store: `Redis (${client})`,
      receivers,
      fault: cutConnections(proxy, moment),
    });
    expect(proxy.cuts).toBeGreaterThan(fewestCuts);
    expectIntact(row);
  });
});
