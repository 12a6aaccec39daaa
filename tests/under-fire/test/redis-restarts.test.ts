import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { redisClients } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

const restarts = 3;
/** How long Redis is down, in milliseconds. */
const downMs = 300;

/** Kills Redis a few times, and starts it again. Returns when it was killed. */
function restartRedis(server: RedisServer) {
  const killedAt: number[] = [];
  const fault = repeat(1200, restarts, async () => {
    await server.kill();
    killedAt.push(Date.now());
    await wait(downMs);
    await server.start();
  });
  return { killedAt, fault };
}

describe.skipIf(isMissing("redis-server"))("Redis killed and restarted", () => {
  test.each(redisClients)("an event is processed once with an append-only file and %s", async (client) => {
    const server = await RedisServer.start({ appendOnly: true });
    const receivers = await Receivers.start(3, { client, framework: "express", url: server.url });
    const { killedAt, fault } = restartRedis(server);
    const { row } = await runScenario({ scenario: "Redis restarted, append-only file", receivers, fault });
    expect(killedAt).toHaveLength(restarts);
    expectIntact(row, receivers.settings);
  });

  test("without a file, only events whose record was lost are processed twice", async () => {
    const server = await RedisServer.start({ appendOnly: false });
    const receivers = await Receivers.start(3, { client: "redis", framework: "hono", url: server.url });
    const { killedAt: memoryLost, fault } = restartRedis(server);
    const { row } = await runScenario({ scenario: "Redis restarted, no file", receivers, fault, memoryLost });
    expect(memoryLost).toHaveLength(restarts);
    expect(row.doubled).toBeGreaterThan(0);
    expectIntact(row, receivers.settings);
  });
});
