import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { formatHead, secret, signBytes, signGood, withHeaders } from "./deliveries.ts";
import { RawConnection } from "./raw-connection.ts";

const frameworks = ["express", "fastify", "hono", "web"] as const;
const attackers = 1000;
/** How much each attacker sends of a body far above the limit. */
const sentBytes = 256 * 1024;

let server: ChildProcess | undefined;
afterEach(() => void server?.kill("SIGKILL"));

/** Starts a receiver in its own process, so that its memory can be measured. */
async function start(framework: string): Promise<{ port: number; pid: number }> {
  const child = spawn(process.execPath, [new URL("../../dist/receivers/under-load.js", import.meta.url).pathname], {
    env: { ...process.env, FRAMEWORK: framework, SECRET: secret },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  const [port] = await once(createInterface({ input: child.stdout }), "line", { signal: AbortSignal.timeout(60_000) });
  return { port: Number(port), pid: child.pid ?? 0 };
}

/** Returns the memory of a process in MiB. */
async function getMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const oversize = formatHead(signBytes("x"), { length: `${1024 * 1024 * 1024}` });

describe.skipIf(process.platform !== "linux").each(frameworks)("%s", (framework) => {
  const title = `memory of a receiver in ${framework} stays bounded while ${attackers} clients send more than the limit`;
  test(title, { timeout: 120_000 }, async () => {
    const { port, pid } = await start(framework);
    const before = await getMemory(pid);
    let peak = before;
    let answered = 0;
    const others: number[] = [];
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        // The process is killed after the test, so reading its memory may fail.
        peak = Math.max(peak, await getMemory(pid).catch(() => 0));
        await wait(20);
      }
    })();
    const block = Buffer.alloc(64 * 1024, "x");
    await Promise.all(
      Array.from({ length: attackers }, async () => {
        const connection = await RawConnection.open(port);
        await connection.write([oversize]);
        for (let bytes = 0; bytes < sentBytes; bytes += block.length) await connection.write([block], 10);
        const status = (await connection.answer())?.status;
        if (status === 413) answered += 1;
        else if (status !== undefined) others.push(status);
        connection.destroy();
      }),
    );
    watching.abort();
    await watch;
    console.log(
      `${framework}: ${answered} of ${attackers} got the 413; memory ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at the peak`,
    );
    expect(others).toEqual([]);
    // A body is drained for one second. On a busy machine a few clients may not have sent all of it by then.
    expect(answered).toBeGreaterThan(attackers * 0.9);
    // All bodies together are 250 MiB, or twice that if copied. Each connection costs about 50 KiB.
    expect(peak - before).toBeLessThan(180);
  });

  const floodTitle = `a flood without valid headers is rejected in ${framework} before the bodies arrive`;
  test(floodTitle, { timeout: 30_000 }, async () => {
    const { port } = await start(framework);
    const stale = signGood(undefined, 3600);
    const bad = [
      withHeaders(stale, { "x-mynth-signature": "x" }),
      stale,
      withHeaders(stale, { "x-mynth-signature": "" }),
    ];
    const statuses = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const connection = await RawConnection.open(port);
        // Only the head is sent, so a receiver that waits for the body never answers.
        await connection.write([formatHead(bad[index % bad.length] ?? stale)]);
        const answer = await connection.answer();
        connection.destroy();
        return answer?.status;
      }),
    );
    expect(statuses.filter((status) => status !== 400 && status !== 401)).toEqual([]);
  });
});
