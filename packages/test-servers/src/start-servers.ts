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
const getVariables = {
  redis: ["MYNTH_TEST_REDIS_URL", "MYNTH_TEST_REDIS_CLUSTER_URL"],
  postgres: ["MYNTH_TEST_POSTGRES_URL"],
} as const;

type ServerName = keyof typeof getVariables;
type Variables = Readonly<Record<string, string | undefined>>;

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
export function startServers(...names: readonly ServerName[]): (project: TestProject) => Promise<() => void> {
  return async (project) => {
    const unnamed = names.filter((name) => getVariables[name].every((variable) => !process.env[variable]));
    const { started, stop } = await start(unnamed);
    const variables: Variables = { ...process.env, ...started };
    const missing = names.flatMap((name) => getVariables[name]).filter((variable) => !variables[variable]);
    if (missing.length > 0) {
      const reason = `no server is installed for ${missing.join(" and ")}, nor is it set`;
      if (process.env.MYNTH_TEST_SERVERS === "required") {
        stop();
        throw new Error(`Tests need a server: ${reason}.`);
      }
      console.warn(`Tests are skipped: ${reason}.`);
    }
    project.provide("servers", {
      redis: variables.MYNTH_TEST_REDIS_URL,
      redisCluster: variables.MYNTH_TEST_REDIS_CLUSTER_URL,
      postgres: variables.MYNTH_TEST_POSTGRES_URL,
    });
    return stop;
  };
}

async function start(names: readonly ServerName[]): Promise<{ started: Variables; stop: () => void }> {
  if (names.length === 0) return { started: {}, stop: () => {} };
  const child = spawn("bash", [script, ...names, "--", "sh", "-c", tellAndWait], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.on("error", (error) => console.warn(`${script} cannot be run here: ${error.message}`));
  const started: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "") break;
    const [variable = "", ...value] = line.split("=");
    started[variable] = value.join("=");
  }
  return { started, stop: () => child.stdin.end() };
}
