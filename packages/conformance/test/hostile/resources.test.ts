import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { good, head, signedBytes, withHeaders } from "./deliveries.ts";
import { RawConnection } from "./raw-connection.ts";

const frameworks = ["express", "fastify", "hono"] as const;
const attackers = 1000;
/** What each of them sends of a body that is far over the limit, in bytes. */
const sent = 256 * 1024;

let server: ChildProcess | undefined;
afterEach(() => void server?.kill("SIGKILL"));

/** A receiver in a process of its own, whose memory can be looked at. */
async function start(framework: string): Promise<{ port: number; pid: number }> {
  const child = spawn(process.execPath, [new URL("../../dist/receivers/under-load.js", import.meta.url).pathname], {
    env: { ...process.env, FRAMEWORK: framework, SECRET: "wbs_hostile" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  const [port] = await once(createInterface({ input: child.stdout }), "line", { signal: AbortSignal.timeout(60_000) });
  return { port: Number(port), pid: child.pid ?? 0 };
}

/** In MiB. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const oversize = head(signedBytes("x"), { length: `${1024 * 1024 * 1024}` });

describe.skipIf(process.platform !== "linux").each(frameworks)("%s", (framework) => {
  test(`keeps its memory while ${attackers} at once send far more than the limit`, { timeout: 120_000 }, async () => {
    const { port, pid } = await start(framework);
    const before = await memoryOf(pid);
    let peak = before;
    let answered = 0;
    const others: number[] = [];
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        // The process is ended when the test is, however that ends.
        peak = Math.max(peak, await memoryOf(pid).catch(() => 0));
        await wait(20);
      }
    })();
    const block = Buffer.alloc(64 * 1024, "x");
    await Promise.all(
      Array.from({ length: attackers }, async () => {
        const connection = await RawConnection.open(port);
        await connection.write([oversize]);
        for (let bytes = 0; bytes < sent; bytes += block.length) await connection.write([block], 10);
        const status = (await connection.answer())?.status;
        if (status === 413) answered += 1;
        else if (status !== undefined) others.push(status);
        connection.destroy();
      }),
    );
    watching.abort();
    await watch;
    console.log(
      `${framework}: ${answered} of ${attackers} saw the 413; memory ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at the peak`,
    );
    expect(others).toEqual([]);
    // On a machine that is busy otherwise a few may not have sent all when the second is over in which a body is discarded.
    expect(answered).toBeGreaterThan(attackers * 0.9);
    // All that was sent would be 250 MiB, twice that if copied; connections themselves cost some 50 KiB each.
    expect(peak - before).toBeLessThan(180);
  });

  test("refuses a flood without valid headers while the bodies are still to come", { timeout: 30_000 }, async () => {
    const { port } = await start(framework);
    const stale = good(undefined, 3600);
    const bad = [
      withHeaders(stale, { "x-mynth-signature": "x" }),
      stale,
      withHeaders(stale, { "x-mynth-signature": "" }),
    ];
    const statuses = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const connection = await RawConnection.open(port);
        // The head alone: whoever waits for the body waits for ever.
        await connection.write([head(bad[index % bad.length] ?? stale)]);
        const answer = await connection.answer();
        connection.destroy();
        return answer?.status;
      }),
    );
    expect(statuses.filter((status) => status !== 400 && status !== 401)).toEqual([]);
  });
});
