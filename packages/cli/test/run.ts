import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** The result of one run of the command. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** Starts the real command, without colors unless `FORCE_COLOR` is set. */
export function start(args: readonly string[], env: Record<string, string> = {}) {
  const { MYNTH_WEBHOOK_SECRET: _, NO_COLOR: __, FORCE_COLOR: ___, ...inherited } = process.env;
  return spawn(process.execPath, [program, ...args], {
    env: { ...inherited, ...(env.FORCE_COLOR ? {} : { NO_COLOR: "1" }), ...env },
  });
}

/** Runs the real command until it exits. */
export async function run(args: readonly string[], env: Record<string, string> = {}, input = ""): Promise<Run> {
  const child = start(args, env);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, "close", { signal: AbortSignal.timeout(60_000) });
  return { code, stdout, stderr };
}
