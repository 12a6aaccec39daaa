import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { SignedDelivery } from "@mynth-webhooks/testing";
import autocannon from "autocannon";
import { path } from "./deliveries.ts";

export const frameworks = ["Express", "Fastify", "Hono"] as const;
export type Framework = (typeof frameworks)[number];

/** The way a server processes a delivery. */
export type Variant =
  /** Parses JSON and answers, without verification. */
  | "plain"
  | "ours"
  /** Uses the framework's usual raw-body recipe and stripe's verifier. */
  | "recipe"
  /** Uses the recipe and the vendor SDK's algorithm. */
  | "vendor"
  /** Uses the recipe and only an HMAC by node:crypto, without checks of the timestamp and the event. */
  | "floor"
  /** Returns 401 like the framework's own errors. */
  | "rejecting"
  | "ours, in memory"
  | "ours, in Redis"
  | "ours, in PostgreSQL";

/** The measurements of a server under load. */
export interface Load {
  /** The server's CPU time, in microseconds per request. */
  readonly cpu: number;
  /** Requests per second. */
  readonly rate: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const connections = 16;

/** A server in its own process. */
export class BenchedServer {
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  /** Starts a server in the runtime `program`, or in this one. */
  static async start(framework: Framework, variant: Variant, program = process.execPath): Promise<BenchedServer> {
    const env = { ...process.env, NODE_ENV: "production" };
    const child = fork(new URL("./server.js", import.meta.url), { env, execPath: program, execArgv: [] });
    child.send({ framework, variant });
    const [{ port }] = await once(child, "message", { signal: AbortSignal.timeout(20_000) });
    return new BenchedServer(child, port);
  }

  /** Sends deliveries for some seconds. A function creates a delivery per request. */
  async load(
    seconds: number,
    make: SignedDelivery | (() => SignedDelivery),
    expected: number,
    at = path,
  ): Promise<Load> {
    const before = await this.#cpu();
    const fixed = typeof make === "function" ? undefined : make;
    const stop = keepAwake();
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
      throw new Error(`Expected only ${expected} answers, and got ${JSON.stringify(result.statusCodeStats)}.`);
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
 * Keeps this process from sleeping. A server wakes a sleeping caller, which costs more than the answer in a virtual machine.
 * The slower of two servers would wake it more often.
 */
function keepAwake(): () => void {
  let awake = true;
  const turn = () => {
    if (awake) setImmediate(turn);
  };
  turn();
  return () => {
    awake = false;
  };
}
