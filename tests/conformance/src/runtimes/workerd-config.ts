import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { WorkerSetup } from "./versions.ts";

/** Writes workerd's configuration next to the worker's bundle, and returns its path. */
export async function writeWorkerdConfig(folder: string, port: number, setup: WorkerSetup): Promise<string> {
  const { flags, compatibilityDate } = setup;
  const path = join(folder, "config.capnp");
  await writeFile(
    path,
    `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}],
);
`,
  );
  return path;
}
