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
  | "plain again"
  | "ours"
  /** Uses the framework's usual raw-body recipe and stripe's verifier. */
  | "recipe"
  /** Uses the recipe and the vendor SDK's algorithm. */
  | "vendor"
  /** Uses the recipe and only an HMAC by node:crypto, without checks of the timestamp and the event. */
  | "floor"
  /** Returns 401 like the framework's own errors. */
  | "rejecting"
  | "ours, in memory";

/** The requests of one slice. */
export interface SliceOptions {
  readonly make: SignedDelivery | (() => SignedDelivery);
  readonly expected: number;
  readonly at?: string;
}

const connections = 16;
/** Enough for a figure, and few enough that the machine's speed hardly changes in the meantime. */
const requestsPerSlice = 320;

/** The servers of one framework, in one process: two processes of a program differ more than two variants. */
export class BenchedServers {
  readonly #child: ChildProcess;
  readonly #ports: Readonly<Record<string, number>>;

  private constructor(child: ChildProcess, ports: Readonly<Record<string, number>>) {
    this.#child = child;
    this.#ports = ports;
  }

  /** Starts servers in the runtime `program`. */
  static async start(
    framework: Framework,
    variants: readonly Variant[],
    program = process.execPath,
  ): Promise<BenchedServers> {
    const env = { ...process.env, NODE_ENV: "production" };
    const child = fork(new URL("./server.js", import.meta.url), { env, execPath: program, execArgv: [] });
    child.send({ framework, variants });
    const [ports] = await once(child, "message", { signal: AbortSignal.timeout(20_000) });
    return new BenchedServers(child, ports);
  }

  /** Sends some requests to one server, and returns the process's CPU time in microseconds per request. */
  async load(variant: Variant, { make, expected, at = path }: SliceOptions): Promise<number> {
    const before = await this.#cpu();
    const fixed = typeof make === "function" ? undefined : make;
    const stop = keepAwake();
    const result = await autocannon({
      url: `http://127.0.0.1:${this.getPort(variant)}${at}`,
      connections,
      amount: requestsPerSlice,
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
    if (count !== result.requests.total || count === 0) {
      throw new Error(`Expected only ${expected} answers, and got ${JSON.stringify(result.statusCodeStats)}.`);
    }
    return (after - before) / count;
  }

  getPort(variant: Variant): number {
    return this.#ports[variant] ?? Number.NaN;
  }

  /** Returns the resident memory of the process, in bytes. */
  async getMemory(): Promise<number> {
    return (await this.#ask()).memory;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill();
    await exited;
  }

  async #cpu(): Promise<number> {
    const { user, system } = await this.#ask();
    return user + system;
  }

  async #ask(): Promise<{ readonly user: number; readonly system: number; readonly memory: number }> {
    this.#child.send({});
    const [answer] = await once(this.#child, "message");
    return answer;
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
