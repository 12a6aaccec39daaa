import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CheckResults, checkReceiver } from "@mynth-webhooks/conformance/runtimes/check-receiver";
import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { bun, deno, runtimes, workerd } from "@mynth-webhooks/conformance/runtimes/versions";
import { bodyLimit, secrets, token } from "@mynth-webhooks/conformance/settings";
import { findFreePort } from "@mynth-webhooks/test-servers";
import type { Fixture } from "./fixture.ts";
import { runCommand } from "./run-command.ts";

const startTimeoutMs = 60_000;

/** Returns the runtime of a fixture. */
export function getRuntime({ runtime }: Fixture): (typeof runtimes)[number] {
  if (runtime === "bun") return bun;
  if (runtime === "deno") return deno;
  if (runtime === "workerd") return workerd;
  const found = runtimes.find(({ name, version }) => `${name.toLowerCase()}${version.split(".")[0]}` === runtime);
  if (found === undefined) throw new Error(`The runtime ${runtime} is not installed by the conformance tests.`);
  return found;
}

/** Builds and starts a fixture, sends it all deliveries of the conformance checks, and stops it. */
export async function runFixture(fixture: Fixture): Promise<CheckResults> {
  const { folder, build, start, path, different } = fixture;
  const program = await install(getRuntime(fixture));
  const port = await findFreePort();
  const env = {
    ...process.env,
    ...fixture.env,
    PATH: [dirname(program), join(folder, "node_modules", ".bin"), process.env.PATH].join(":"),
    PORT: String(port),
    HOST: "127.0.0.1",
    NODE_ENV: "production",
    MYNTH_WEBHOOK_SECRET: secrets[0],
    MYNTH_WEBHOOK_SECRET_WHSEC: secrets[1],
    MYNTH_WEBHOOK_TOKEN: token,
    MYNTH_WEBHOOK_BODY_LIMIT: String(bodyLimit),
  };
  const expand = (command: readonly string[]) => command.map((each) => each.replaceAll("$PORT", String(port)));
  for (const command of build) await runCommand(expand(command), folder, env);
  const [executable = "", ...args] = expand(start);
  // A group of its own, because development servers start further processes.
  const child = spawn(executable, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(String(chunk)));
  try {
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([waitForAnswer(url), rejectOnExit(child, output)]);
    return await checkReceiver(url, { path, different });
  } finally {
    await stop(child);
  }
}

async function waitForAnswer(url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(5000), redirect: "manual" });
      return;
    } catch {
      await wait(100);
    }
  }
  throw new Error("It did not answer in time.");
}

async function rejectOnExit(child: ChildProcess, output: readonly string[]): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`It exited with ${code}: ${output.join("").trim().split("\n").slice(-10).join("\n")}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const exited = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await exited;
}
