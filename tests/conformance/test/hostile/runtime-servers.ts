import { setTimeout as wait } from "node:timers/promises";
import { install } from "@mynth-webhooks/conformance/runtimes/install";
import {
  type RunningReceiver,
  startReceiver,
  startWorker,
} from "@mynth-webhooks/conformance/runtimes/receiver-process";
import { bun, deno, workerd, workerSetups } from "@mynth-webhooks/conformance/runtimes/versions";
import type { HostileServer } from "./hostile-server.ts";

async function attach({ url, stop }: RunningReceiver): Promise<HostileServer> {
  let forgotten = 0;
  const getAll = async (): Promise<readonly string[]> => (await fetch(`${url}/seen`)).json() as Promise<string[]>;
  return {
    port: Number(new URL(url).port),
    async getSeen() {
      // A request that got no answer may still be under way.
      await wait(10);
      return (await getAll()).slice(forgotten);
    },
    async forget() {
      forgotten = (await getAll()).length;
    },
    stop,
  };
}

/** The web handler on the runtimes besides Node. */
export const runtimeServers = [
  ...[bun, deno].map((runtime) => ({
    framework: `a web handler on ${runtime.name}`,
    start: async () => attach(await startReceiver(await install(runtime), runtime, "Web handler")),
    keepsOpen: runtime === deno,
  })),
  ...workerSetups.map((setup) => ({
    framework: `a web handler on workerd, ${setup.name}`,
    start: async () => attach(await startWorker(await install(workerd), setup, "web-worker")),
  })),
];
