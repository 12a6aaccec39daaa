import { describe, expect, test } from "vitest";
import { expectIntact } from "./expect-intact.ts";
import { CuttingProxy } from "./faults/cutting-proxy.ts";
import { repeat } from "./faults/repeat.ts";
import { Receivers } from "./receivers/receivers.ts";
import { runScenario } from "./run-scenario.ts";
import { PostgresServer } from "./servers/postgres-server.ts";
import { isMissing } from "./servers/programs.ts";
import { RedisServer } from "./servers/redis-server.ts";

const frameworks = ["express", "fastify", "hono"] as const;
const processes = 3;
/** The store is far away, so that records are under way when a process is told to end. */
const latencyMs = 10;

async function run(receivers: Receivers): Promise<void> {
  const { row } = await runScenario({
    scenario: "shut down by SIGTERM",
    receivers,
    fault: repeat(300, 4, () => receivers.deploy()),
  });
  expect(receivers.shutdowns).toBeGreaterThanOrEqual(processes);
  expectIntact(row, receivers.settings);
}

describe("receivers shut down and replaced", () => {
  test.skipIf(isMissing("redis-server")).each(frameworks)(
    "every event answered 2xx is recorded with %s and Redis",
    async (framework) => {
      const server = await RedisServer.start({ appendOnly: false });
      const { port } = await CuttingProxy.start(server.port, latencyMs);
      const url = `redis://127.0.0.1:${port}`;
      await run(await Receivers.start(processes, { client: "redis", framework, url }));
    },
  );

  test.skipIf(isMissing("postgres")).each(frameworks)(
    "every event answered 2xx is recorded with %s and PostgreSQL",
    async (framework) => {
      const server = await PostgresServer.start();
      const { port } = await CuttingProxy.start(server.port, latencyMs);
      const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
      await run(await Receivers.start(processes, { client: "pg", framework, url }));
    },
  );
});
