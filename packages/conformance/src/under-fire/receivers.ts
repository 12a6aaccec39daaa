import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { StoreKind } from "./settings.ts";

interface Receiver {
  readonly worker: string;
  readonly process: ChildProcess;
  readonly url: string;
}

/** The servers that the receivers share. */
export interface SharedServers {
  readonly redis: string;
  readonly postgres: string;
}

/** Several receiver processes with one store. One of them at a time is killed and replaced. */
export class Receivers {
  readonly #kind: StoreKind;
  readonly #servers: SharedServers;
  readonly #running: Receiver[] = [];
  #started = 0;
  /** The names of killed workers. */
  readonly killed = new Set<string>();

  constructor(kind: StoreKind, servers: SharedServers) {
    this.#kind = kind;
    this.#servers = servers;
  }

  async start(count: number): Promise<void> {
    const started = await Promise.all(Array.from({ length: count }, () => this.#startOne()));
    this.#running.push(...started);
  }

  /** The URL of a random receiver. */
  get anyUrl(): string {
    const receiver = this.#running[Math.floor(Math.random() * this.#running.length)];
    if (receiver === undefined) throw new Error("No receiver is running.");
    return receiver.url;
  }

  /** Kills a random receiver, like a failing machine, and starts another one. */
  async killOne(): Promise<void> {
    const index = Math.floor(Math.random() * this.#running.length);
    const victim = this.#running[index];
    if (victim === undefined) return;
    this.killed.add(victim.worker);
    victim.process.kill("SIGKILL");
    this.#running[index] = await this.#startOne();
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#running.splice(0).map(async ({ process }) => {
        const exited = once(process, "exit");
        process.kill("SIGKILL");
        await exited;
      }),
    );
  }

  async #startOne(): Promise<Receiver> {
    this.#started += 1;
    const worker = `worker ${this.#started}`;
    const child = spawn(process.execPath, [new URL("./receiver.js", import.meta.url).pathname], {
      env: {
        ...process.env,
        STORE: this.#kind,
        WORKER: worker,
        REDIS_URL: this.#servers.redis,
        POSTGRES_URL: this.#servers.postgres,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = await once(createInterface({ input: child.stdout }), "line", { signal: AbortSignal.timeout(20_000) });
    return { worker, process: child, url: String(url) };
  }
}
