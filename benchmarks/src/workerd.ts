import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { workerd, workerSetups } from "@mynth-webhooks/conformance/runtimes/versions";
import { writeWorkerdConfig } from "@mynth-webhooks/conformance/runtimes/workerd-config";
import { findFreePort } from "@mynth-webhooks/test-servers";
import { build } from "esbuild";

const timeoutMs = 20_000;

/** Starts the worker with every variant of the web handler. */
export async function startWorkerd(program: string): Promise<{ child: ChildProcess; port: number }> {
  const setup = workerSetups.find(({ flags }) => flags.includes("nodejs_compat"));
  if (setup === undefined) throw new Error("There is no setup of workerd with Node's modules.");
  const folder = await mkdtemp(join(tmpdir(), "mynth-benchmark-"));
  await build({
    entryPoints: [fileURLToPath(new URL("./web-worker.js", import.meta.url))],
    outfile: join(folder, "worker.js"),
    bundle: true,
    minify: true,
    format: "esm",
    conditions: ["workerd", "worker"],
    external: ["node:*", "crypto"],
    logLevel: "error",
  });
  const port = await findFreePort();
  const config = await writeWorkerdConfig(folder, port, setup);
  const child = spawn(program, [...workerd.args, config], { stdio: ["ignore", "ignore", "inherit"] });
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && child.exitCode === null) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return { child, port };
    } catch {
      await wait(50);
    }
  }
  child.kill();
  throw new Error("The worker does not answer.");
}

/** Reads the time that all threads of a process have run, in microseconds (Linux). */
export async function readCpuTime(pid: number | undefined): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8")));
  return times.reduce((sum, text) => sum + Number(text.split(" ")[0]) / 1000, 0);
}
