import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { SignedDelivery } from "@mynth-webhooks/testing";
import { Pool } from "undici";
import { path } from "./deliveries.ts";
import { readCpuTime, startWorkerd } from "./workerd.ts";

export const frameworks = ["Express", "Fastify", "Hono", "Web"] as const;
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
/** Enough for several collections of young garbage, and few enough that the machine's speed hardly changes in the meantime. */
const requestsPerSlice = 800;

/** A process with servers. */
interface ServerProcess {
  /** The port and the path before the path of each variant. */
  getAddress(variant: Variant): { readonly port: number; readonly prefix: string };
  /** Returns the CPU time in microseconds, and the resident memory in bytes. */
  measure(): Promise<{ readonly cpu: number; readonly memory: number }>;
  stop(): Promise<unknown>;
}

/** The servers of one framework, in one process: two processes of a program differ more than two variants. */
export class BenchedServers {
  readonly #process: ServerProcess;
  /** Connections stay open from slice to slice: opening 16 of them would be a part of the figure. */
  readonly #pools = new Map<Variant, Pool>();

  private constructor(process: ServerProcess) {
    this.#process = process;
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
    return new BenchedServers({
      getAddress: (variant) => ({ port: ports[variant] ?? Number.NaN, prefix: "" }),
      async measure() {
        child.send({});
        const [{ user, system, memory }] = await once(child, "message");
        return { cpu: user + system, memory };
      },
      stop: () => stop(child),
    });
  }

  /** Starts the web handler's variants on workerd. */
  static async startWorker(program: string): Promise<BenchedServers> {
    const { child, port } = await startWorkerd(program);
    return new BenchedServers({
      getAddress: (variant) => ({ port, prefix: `/${encodeURIComponent(variant)}` }),
      measure: async () => ({ cpu: await readCpuTime(child.pid), memory: Number.NaN }),
      stop: () => stop(child),
    });
  }

  /** Sends some requests to one server, and returns the process's CPU time in microseconds per request. */
  async load(variant: Variant, { make, expected, at = path }: SliceOptions): Promise<number> {
    const pool = this.#getPool(variant);
    const { prefix } = this.#process.getAddress(variant);
    const create = typeof make === "function" ? make : () => make;
    let left = requestsPerSlice;
    const before = await this.#cpu();
    const stop = keepAwake();
    try {
      await Promise.all(Array.from({ length: connections }, send));
    } finally {
      stop();
    }
    const after = await this.#cpu();
    return (after - before) / requestsPerSlice;

    async function send(): Promise<void> {
      while (left > 0) {
        left -= 1;
        const { headers, body } = create();
        const response = await pool.request({ method: "POST", path: prefix + at, headers: { ...headers }, body });
        await response.body.dump();
        if (response.statusCode !== expected)
          throw new Error(`Expected only ${expected} answers of "${variant}", and got ${response.statusCode}.`);
      }
    }
  }

  #getPool(variant: Variant): Pool {
    const pool = this.#pools.get(variant) ?? new Pool(`http://127.0.0.1:${this.getPort(variant)}`, { connections });
    this.#pools.set(variant, pool);
    return pool;
  }

  getPort(variant: Variant): number {
    return this.#process.getAddress(variant).port;
  }

  /** Returns the resident memory of the process, in bytes. */
  async getMemory(): Promise<number> {
    return (await this.#process.measure()).memory;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
    await this.#process.stop();
  }

  async #cpu(): Promise<number> {
    return (await this.#process.measure()).cpu;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill();
  await exited;
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
