import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** An application that was started by one of its scripts. */
export interface RunningExample {
  readonly url: string;
  /** Returns everything it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

const timeoutMs = 30_000;

/** Matches the port in the line that an application prints when it listens. */
const portPattern = /(?:localhost:|"port":)(\d+)/;

/** How to start an example. */
export interface StartOptions {
  /** Folders that come first in `PATH`. */
  readonly path?: readonly string[];
  /**
   * The script of its `package.json`.
   * @default "start"
   */
  readonly script?: string;
}

/**
 * Runs an example on a free port.
 *
 * @throws {Error} if it exits, or does not print its port in time
 */
export async function startExample(
  folder: string,
  variables: Readonly<Record<string, string>>,
  { path = [], script = "start" }: StartOptions = {},
): Promise<RunningExample> {
  const child = spawn("npm", ["run", "--silent", script], {
    cwd: folder,
    env: { ...process.env, ...variables, PORT: "0", PATH: [...path, process.env.PATH].join(delimiter) },
    // npm does not forward signals to the application, so both are in one process group.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let exited = false;
  const closed = once(child, "close").finally(() => {
    exited = true;
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }

  async function stop(): Promise<void> {
    if (child.pid !== undefined && !exited) process.kill(-child.pid, "SIGKILL");
    await closed;
  }

  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !exited) {
    const [, port] = portPattern.exec(output) ?? [];
    if (port !== undefined) return { url: `http://127.0.0.1:${port}`, output: () => output, stop };
    await wait(20);
  }
  await stop();
  throw new Error(`startExample: ${folder} did not print its port. Its output was: ${output.trim()}`);
}
