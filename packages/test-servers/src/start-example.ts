import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** An application that `npm start` has started. */
export interface RunningExample {
  readonly url: string;
  /** Everything it has said so far. */
  output(): string;
  stop(): Promise<void>;
}

const timeoutMs = 30_000;

/** What an application says of the port it has been given. */
const portIn = /(?:localhost:|"port":)(\d+)/;

/**
 * Runs an example's `npm start` on a free port, with the programs in `path` found before all others.
 *
 * @throws {Error} if it ends, or does not say in time where it listens
 */
export async function startExample(
  folder: string,
  variables: Readonly<Record<string, string>>,
  path: readonly string[] = [],
): Promise<RunningExample> {
  const child = spawn("npm", ["start", "--silent"], {
    cwd: folder,
    env: { ...process.env, ...variables, PORT: "0", PATH: [...path, process.env.PATH].join(delimiter) },
    // A group of its own: npm does not hand on to the application that it is to end.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let ended = false;
  const closed = once(child, "close").finally(() => {
    ended = true;
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }

  async function stop(): Promise<void> {
    if (child.pid !== undefined && !ended) process.kill(-child.pid, "SIGKILL");
    await closed;
  }

  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !ended) {
    const [, port] = portIn.exec(output) ?? [];
    if (port !== undefined) return { url: `http://127.0.0.1:${port}`, output: () => output, stop };
    await wait(20);
  }
  await stop();
  throw new Error(`${folder} did not start: ${output.trim()}`);
}
