import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { redisClients } from "../src/receiver/settings.ts";
import { expectIntact } from "./expect-intact.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

/** How long Redis is down, in milliseconds. */
const downMs = 300;

/** Kills Redis a few times, and starts it again. Returns when it was killed. */
function restartRedis(server: RedisServer) {
  const killedAt: number[] = [];
  const fault = repeat(1200, 3, async () => {
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
    const receivers = await Receivers.start(3, { framework: "express", client, url: server.url });
    const { killedAt, fault } = restartRedis(server);
    const { row } = await runScenario({
      scenario: "Redis restarted, append-only file",
      store: `Redis (${client})`,
      receivers,
      fault,
    });
    expect(killedAt).toHaveLength(3);
    expectIntact(row);
  });

  test("without a file, only events whose record was lost are processed twice", async () => {
    const server = await RedisServer.start({ appendOnly: false });
    const receivers = await Receivers.start(3, { framework: "hono", client: "redis", url: server.url });
    const { killedAt, fault } = restartRedis(server);
    const { row } = await runScenario({
      scenario: "Redis restarted, no file",
      store: "Redis (redis)",
      receivers,
      fault,
      memoryLost: killedAt,
    });
    expect(killedAt).toHaveLength(3);
    expectIntact(row);
  });
});
