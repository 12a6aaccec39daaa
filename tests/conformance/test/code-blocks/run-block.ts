import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { badDeliveries, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";
import { transform } from "esbuild";
import type { CodeBlock } from "./code-block.ts";

export interface RunningBlock {
  getValidStatus(): Promise<number>;
  getTamperedStatus(): Promise<number>;
  stop(): Promise<void>;
}

const secret = "wbs_code_block";
const timeoutMs = 20_000;

/** Serves a default export on Node, as Bun, Deno and Workers do. */
const start = `
import { serve } from "@hono/node-server";
const { default: app } = await import(process.argv[2]);
if (app?.fetch) serve({ fetch: app.fetch, port: Number(process.env.PORT) });
`;

/** Runs a block as a separate program that listens on PORT. */
export async function startBlock(folder: string, { page, line, code }: CodeBlock): Promise<RunningBlock> {
  const name = `${page.replaceAll("/", "~")}~${line}`;
  const { code: script } = await transform(code, { loader: "ts", format: "esm" });
  await writeFile(join(folder, `${name}.mjs`), script);
  await writeFile(join(folder, "start.mjs"), start);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/webhooks/mynth`;
  const child = spawn(process.execPath, ["start.mjs", `./${name}.mjs`], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), MYNTH_WEBHOOK_SECRET: secret },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors: string[] = [];
  child.stderr.on("data", (text) => errors.push(String(text)));
  await waitUntilReady(url, child, errors);

  const getStatus = async ({ headers, body }: SignedDelivery) =>
    (await fetch(url, { method: "POST", headers, body })).status;
  const event = exampleEvent("task.image.generate.completed");
  return {
    getValidStatus: () => getStatus(signDelivery(event, { secret })),
    getTamperedStatus: () => getStatus(badDeliveries.tampered(event, { secret })),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function waitUntilReady(url: string, child: ChildProcess, errors: readonly string[]): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && child.exitCode === null) {
    try {
      await fetch(url);
      return;
    } catch {
      await wait(20);
    }
  }
  child.kill("SIGKILL");
  throw new Error(`The program does not listen: ${errors.join("")}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}
