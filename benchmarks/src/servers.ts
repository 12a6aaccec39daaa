import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { SignedDelivery } from "@mynth-webhooks/testing";
import autocannon from "autocannon";
import { path } from "./deliveries.ts";

export const frameworks = ["Express", "Fastify", "Hono"] as const;
export type Framework = (typeof frameworks)[number];

/** What a server does with a delivery. */
export type Variant =
  /** Parses JSON and answers: no verification. */
  | "plain"
  | "ours"
  /** The framework's usual raw-body recipe and stripe's verifier. */
  | "recipe"
  /** The same with the vendor SDK's algorithm. */
  | "vendor"
  /** The same with nothing but an HMAC of node:crypto: no timestamp, no list of signatures, no look at the event. */
  | "floor"
  /** Answers 401 as the framework's own errors do. */
  | "refusing"
  | "ours, in memory"
  | "ours, in Redis"
  | "ours, in PostgreSQL";

/** What a server did under load. */
export interface Load {
  /** Its own CPU time, in microseconds a request. */
  readonly cpu: number;
  /** Requests a second. */
  readonly rate: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const connections = 16;

/** A server in a process of its own. */
export class BenchedServer {
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  /** @param program The runtime to run it in. Default: the one that runs this. */
  static async start(framework: Framework, variant: Variant, program = process.execPath): Promise<BenchedServer> {
    const env = { ...process.env, NODE_ENV: "production" };
    const child = fork(new URL("./server.js", import.meta.url), { env, execPath: program, execArgv: [] });
    child.send({ framework, variant });
    const [{ port }] = await once(child, "message", { signal: AbortSignal.timeout(20_000) });
    return new BenchedServer(child, port);
  }

  /** Sends deliveries for so many seconds; a function makes each request's own. */
  async load(
    seconds: number,
    make: SignedDelivery | (() => SignedDelivery),
    expected: number,
    at = path,
  ): Promise<Load> {
    const before = await this.#cpu();
    const fixed = typeof make === "function" ? undefined : make;
    const stop = stayAwake();
    const result = await autocannon({
      url: `http://127.0.0.1:${this.#port}${at}`,
      connections,
      duration: seconds,
      method: "POST",
      ...(fixed && { headers: { ...fixed.headers }, body: fixed.body }),
      ...(typeof make === "function" && {
        requests: [
          {
            setupRequest: (request: autocannon.Request) => ({
              ...request,
              method: "POST" as const,
              path: at,
              ...make(),
            }),
          },
        ],
      }),
    });
    stop();
    const after = await this.#cpu();
    const count = result.statusCodeStats?.[`${expected}`]?.count ?? 0;
    if (count !== result.requests.total) {
      throw new Error(`Not every answer was ${expected}: ${JSON.stringify(result.statusCodeStats)}.`);
    }
    return {
      cpu: (after - before) / count,
      rate: result.requests.average,
      p50: result.latency.p50,
      p99: result.latency.p99,
    };
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill();
    await exited;
  }

  async #cpu(): Promise<number> {
    this.#child.send({});
    const [{ user, system }] = await once(this.#child, "message");
    return user + system;
  }
}

/**
 * Keeps this process from falling asleep. A server that answers has to wake a caller that waits, which in a virtual machine
 * costs more than the answer, and the slower of two servers is waited for more: it would pay for it twice.
 */
function stayAwake(): () => void {
  let awake = true;
  const turn = () => {
    if (awake) setImmediate(turn);
  };
  turn();
  return () => {
    awake = false;
  };
}
