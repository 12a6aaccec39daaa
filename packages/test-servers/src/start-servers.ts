import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
// So that the compiler finds the module whose declaration is added to below.
import type {} from "vitest";
import type { TestProject } from "vitest/node";

/** Where the servers are: URLs. What is not there is not installed on this machine. */
export interface Servers {
  readonly redis?: string | undefined;
  readonly redisCluster?: string | undefined;
  readonly postgres?: string | undefined;
}

declare module "vitest" {
  interface ProvidedContext {
    servers: Servers;
  }
}

const script = fileURLToPath(new URL("../../../.ci/servers", import.meta.url));
const variablesOf = {
  redis: ["MYNTH_TEST_REDIS_URL", "MYNTH_TEST_REDIS_CLUSTER_URL"],
  postgres: ["MYNTH_TEST_POSTGRES_URL"],
} as const;
/** The server's variables, one a line, then open until nobody listens any more: also when the tests were killed. */
const tellAndWait = 'env | grep "^MYNTH_TEST_.*_URL=" || true; echo; cat';

/**
 * A `globalSetup` of Vitest whose tests find real servers by `inject("servers")`: those that the `MYNTH_TEST_*_URL`
 * variables name, else some of their own where they are installed. Where they are not, the tests are to be skipped,
 * unless `MYNTH_TEST_SERVERS=required`.
 *
 * @example
 * export default startServers("redis", "postgres");
 */
export function startServers(name: keyof typeof variablesOf): (project: TestProject) => Promise<() => void> {
  return async (project) => {
    const { variables, stop } = isNamed(name) ? { variables: process.env, stop: () => {} } : await start(name);
    const missing = variablesOf[name].filter((variable) => !variables[variable]);
    if (missing.length > 0) {
      const reason = `${name} is not installed, and ${missing.join(" and ")} not set`;
      if (process.env.MYNTH_TEST_SERVERS === "required") {
        stop();
        throw new Error(`The tests need a server: ${reason}.`);
      }
      console.warn(`Tests are skipped: ${reason}.`);
    }
    project.provide("servers", {
      redis: variables.MYNTH_TEST_REDIS_URL,
      redisCluster: variables.MYNTH_TEST_REDIS_CLUSTER_URL,
      postgres: variables.MYNTH_TEST_POSTGRES_URL,
    });
    return started.stop;
  };
}

function isNamed(name: keyof typeof variablesOf): boolean {
  return variablesOf[name].some((variable) => process.env[variable]);
}

async function start(
  names: readonly ServerName[],
): Promise<{ variables: Record<string, string | undefined>; stop: () => void }> {
  const child = spawn("bash", [script, ...names, "--", "sh", "-c", tellAndWait], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.on("error", (error) => console.warn(`${script} cannot be run here: ${error.message}`));
  const variables: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "") break;
    const [variable = "", ...value] = line.split("=");
    variables[variable] = value.join("=");
  }
  return { variables, stop: () => child.stdin.end() };
}
