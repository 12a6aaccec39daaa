import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@mynth-webhooks/test-servers";
import { build } from "esbuild";
import type { Ready } from "../receivers/settings.ts";
import type { WorkerFile } from "./matrix.ts";
import { type Runtime, type WorkerSetup, workerd } from "./versions.ts";
import { writeWorkerdConfig } from "./workerd-config.ts";

/** A running receiver. */
export interface RunningReceiver {
  readonly url: string;
  readonly hmac: string;
  stop(): Promise<void>;
}

const timeoutMs = 20_000;
const getFile = (name: string) => fileURLToPath(new URL(`../receivers/${name}.js`, import.meta.url));

/** Starts a framework's receiver on a runtime with Node's modules. */
export async function startReceiver(program: string, { args }: Runtime, framework: string): Promise<RunningReceiver> {
  const child = spawn(program, [...args, getFile("receiver")], {
    // Deno and Bun look for node_modules here.
    cwd: dirname(dirname(dirname(getFile("receiver")))),
    env: { ...process.env, FRAMEWORK: framework, NODE_ENV: "production", DENO_NO_UPDATE_CHECK: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const errors = collectErrors(child);
  const line = await stopOnFailure(child, Promise.race([readFirstLine(child), rejectOnExit(child, errors)]));
  const { port, hmac }: Ready = JSON.parse(line);
  return { url: `http://127.0.0.1:${port}`, hmac, stop: () => stop(child) };
}

/** Starts a receiver on workerd. */
export async function startWorker(program: string, setup: WorkerSetup, file: WorkerFile): Promise<RunningReceiver> {
  const folder = await mkdtemp(join(tmpdir(), "mynth-webhooks-workerd-"));
  const bundle = join(folder, "worker.js");
  await build({ entryPoints: [getFile(file)], outfile: bundle, bundle: true, format: "esm", logLevel: "error" });
  const port = await findFreePort();
  const config = await writeWorkerdConfig(folder, port, setup);
  const child = spawn(program, [...workerd.args, config], { stdio: ["ignore", "pipe", "pipe"] });
  const errors = collectErrors(child);
  const url = `http://127.0.0.1:${port}`;
  const hmac = await stopOnFailure(child, Promise.race([waitForAnswer(`${url}/hmac`), rejectOnExit(child, errors)]));
  return {
    url,
    hmac,
    async stop() {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Stops a process that does not start, so that it is not left running. */
async function stopOnFailure<T>(child: ChildProcess, started: Promise<T>): Promise<T> {
  try {
    return await started;
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function readFirstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The receiver has no output.");
  const [line] = await once(createInterface({ input: child.stdout }), "line", {
    signal: AbortSignal.timeout(timeoutMs),
  });
  return String(line);
}

async function waitForAnswer(url: string): Promise<string> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    try {
      return await (await fetch(url)).text();
    } catch {
      await wait(50);
    }
  }
  throw new Error("it did not answer in time");
}

/** Collects the error output of a process. */
function collectErrors(child: ChildProcess): string[] {
  const lines: string[] = [];
  child.stderr?.on("data", (chunk) => lines.push(String(chunk)));
  return lines;
}

async function rejectOnExit(child: ChildProcess, errors: readonly string[]): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`it exited with ${code}: ${errors.join("").trim().split("\n").slice(0, 5).join(" ")}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
