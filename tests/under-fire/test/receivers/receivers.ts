import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { ReceiverSettings } from "../../src/receiver/settings.ts";
import { endChild, hasExited, startChild } from "../servers/child-process.ts";
import { createFolder } from "../servers/folder.ts";

/** The programs that processes run. Each prints a line when it is ready: its URL, if it has one. */
type Program = "receiver/main.js" | "queue/receiver.js" | "queue/worker.js";

interface Receiver {
  readonly worker: string;
  readonly child: ChildProcess;
  readonly url: string;
}

type SharedSettings = Pick<ReceiverSettings, "client" | "framework" | "url"> & Partial<ReceiverSettings>;

/** In seconds, as in the product. */
export const defaultLease = 60;

/** How long a dead process keeps its claims, in seconds, where processes die. It is short, so that retries wait little. */
export const shortLease = 2;

const defaults = {
  record: "after",
  lease: defaultLease,
  timeout: 5,
  poolSize: 10,
  sharesPool: false,
  workMs: 25,
  slowWorkMs: 25,
  otherQueries: 0,
} as const;

const startTimeoutMs = 20_000;

/** Several receiver processes with one store. A process that ends is replaced. */
export class Receivers {
  readonly folder = createFolder("receivers");
  readonly settings: Omit<ReceiverSettings, "worker">;
  readonly #program: string;
  readonly #log = openSync(join(this.folder, "log"), "a");
  readonly #children = new Set<ChildProcess>();
  readonly #running: Receiver[] = [];
  #started = 0;
  #stopped = false;
  /** When each worker died that was killed or crashed, in milliseconds. */
  readonly deaths = new Map<string, number>();
  /** The number of processes that were killed. */
  kills = 0;
  /** The number of processes that ended by themselves, and should not have. */
  crashes = 0;
  /** The number of processes that ended by themselves after SIGTERM. */
  shutdowns = 0;

  private constructor(settings: SharedSettings, program: Program) {
    this.#program = fileURLToPath(new URL(`../../dist/${program}`, import.meta.url));
    this.settings = { ...defaults, effectsFile: join(this.folder, "effects"), ...settings };
  }

  /** Starts processes that end with the test. */
  static async start(
    count: number,
    settings: SharedSettings,
    program: Program = "receiver/main.js",
  ): Promise<Receivers> {
    const receivers = new Receivers(settings, program);
    onTestFinished(() => receivers.#stop());
    await Promise.all(Array.from({ length: count }, async () => receivers.#add(await receivers.#startOne())));
    return receivers;
  }

  /** The URL of a random receiver. */
  get anyUrl(): string {
    const receiver = this.#pick();
    // Nobody listens there. The sender tries again later, as if the whole machine were down.
    return receiver?.url ?? "http://127.0.0.1:1";
  }

  /** Kills a random receiver, like a failing machine, and starts another one. */
  async killOne(): Promise<void> {
    const victim = this.#take();
    if (!victim) return;
    this.kills += 1;
    this.deaths.set(victim.worker, Date.now());
    await endChild(victim.child, "SIGKILL");
    this.#add(await this.#startOne());
  }

  /** Replaces every receiver, as a deployment does. The old ones get SIGTERM, and end when they have finished. */
  async deploy(): Promise<void> {
    const old = [...this.#running];
    await Promise.all(old.map(async () => this.#add(await this.#startOne())));
    this.#running.splice(0, old.length);
    await Promise.all(
      old.map(async (receiver) => {
        await endChild(receiver.child, "SIGTERM");
        if (receiver.child.exitCode === 0) this.shutdowns += 1;
        else this.#reportCrash(receiver);
      }),
    );
  }

  /** Returns the end of what the receivers have written to stderr. */
  readLog(): string {
    return readFileSync(join(this.folder, "log"), "utf8").slice(-2000);
  }

  #add(receiver: Receiver): void {
    this.#running.push(receiver);
    const replace = async () => {
      const index = this.#running.indexOf(receiver);
      if (index < 0 || this.#stopped) return;
      this.#running.splice(index, 1);
      this.#reportCrash(receiver);
      this.#add(await this.#startOne());
    };
    if (hasExited(receiver.child)) void replace();
    else receiver.child.once("exit", replace);
  }

  #reportCrash({ worker }: Receiver): void {
    this.crashes += 1;
    this.deaths.set(worker, Date.now());
  }

  #pick(): Receiver | undefined {
    return this.#running[Math.floor(Math.random() * this.#running.length)];
  }

  #take(): Receiver | undefined {
    const receiver = this.#pick();
    if (receiver) this.#running.splice(this.#running.indexOf(receiver), 1);
    return receiver;
  }

  async #startOne(): Promise<Receiver> {
    this.#started += 1;
    const worker = `worker ${this.#started}`;
    const settings: ReceiverSettings = { ...this.settings, worker };
    const child = startChild(process.execPath, [this.#program], {
      env: { ...process.env, RECEIVER: JSON.stringify(settings) },
      stdio: ["ignore", "pipe", this.#log],
    });
    this.#children.add(child);
    const url = await readFirstLine(child);
    if (url === undefined) throw new Error(`${worker} ended before it was ready: ${this.readLog()}`);
    return { worker, child, url };
  }

  async #stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#children].map((child) => endChild(child, "SIGKILL")));
    closeSync(this.#log);
  }
}

/** Returns the first line that a process prints, or undefined if it ends before. */
async function readFirstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  if (!stdout) throw new Error("The process has no output.");
  const lines = createInterface({ input: stdout });
  const signal = AbortSignal.timeout(startTimeoutMs);
  const [line] = await Promise.race([once(lines, "line", { signal }), once(lines, "close", { signal })]);
  return line;
}
