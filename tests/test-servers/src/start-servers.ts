import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
// The compiler needs this import to find the module that is augmented below.
import type {} from "vitest";
import type { TestProject } from "vitest/node";

/** The URLs of the servers. A server that is not installed has no URL. */
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
const variablesByServer = {
  redis: ["MYNTH_TEST_REDIS_URL", "MYNTH_TEST_REDIS_CLUSTER_URL"],
  postgres: ["MYNTH_TEST_POSTGRES_URL"],
} as const;

type ServerName = keyof typeof variablesByServer;
type Variables = Readonly<Record<string, string | undefined>>;

/** Prints the servers' variables, then waits for the end of its input, which comes even if the tests are killed. */
const printAndWait = 'env | grep "^MYNTH_TEST_.*_URL=" || true; echo; cat';

/**
 * Creates a Vitest `globalSetup` that provides real servers as `inject("servers")`, from `MYNTH_TEST_*_URL` or started.
 * A test must skip itself if its server is not installed.
 *
 * @throws {Error} if a server is not installed and `MYNTH_TEST_SERVERS` is `required`
 *
 * @example
 * export default startServers("redis", "postgres");
 */
export function startServers(...names: readonly ServerName[]): (project: TestProject) => Promise<() => void> {
  return async (project) => {
    const withoutUrl = names.filter((name) => variablesByServer[name].every((variable) => !process.env[variable]));
    const { started, stop } = await start(withoutUrl);
    const variables: Variables = { ...process.env, ...started };
    const missing = names.flatMap((name) => variablesByServer[name]).filter((variable) => !variables[variable]);
    if (missing.length > 0) {
      const advice = `Install the server or set ${missing.join(" and ")}.`;
      if (process.env.MYNTH_TEST_SERVERS === "required") {
        stop();
        throw new Error(`Tests need a server that is not there. ${advice}`);
      }
      console.warn(`Tests are skipped because their server is not there. ${advice}`);
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
  const child = spawn("bash", [script, ...names, "--", "sh", "-c", printAndWait], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.on("error", (error) => console.warn(`${script} cannot run here: ${error.message}`));
  const started: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "") break;
    const [variable = "", ...value] = line.split("=");
    started[variable] = value.join("=");
  }
  return { started, stop: () => child.stdin.end() };
}
