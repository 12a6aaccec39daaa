import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";

interface ChildOptions {
  readonly stdio: StdioOptions;
  readonly env?: NodeJS.ProcessEnv;
  /** The user of a server that refuses to run as root. */
  readonly user?: string | undefined;
  /** Sent by the kernel when the tests die. */
  readonly deathSignal?: "SIGKILL" | "SIGQUIT";
}

/** Starts a process that ends with the tests, even if they are killed (on Linux). */
export function startChild(
  program: string,
  args: readonly string[],
  { stdio, env = process.env, user, deathSignal = "SIGKILL" }: ChildOptions,
): ChildProcess {
  if (process.platform !== "linux") return spawn(program, args, { stdio, env });
  const asUser = user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
  return spawn("setpriv", [...asUser, "--pdeathsig", deathSignal.slice(3), program, ...args], { stdio, env });
}

/** The user for servers that refuse to run as root, if this is root. */
export const unprivilegedUser: string | undefined = process.getuid?.() === 0 ? "postgres" : undefined;

/** Whether a process has ended. */
export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Sends a signal to a process, and waits until it has ended. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(child)) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
