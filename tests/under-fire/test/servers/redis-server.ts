import type { ChildProcess } from "node:child_process";
import { createClient } from "redis";
import { onTestFinished } from "vitest";
import { endChild, startChild } from "./child-process.ts";
import { createFolder } from "./folder.ts";
import { getFreePort } from "./ports.ts";
import { getProgram } from "./programs.ts";
import { waitUntil } from "./wait-until.ts";

interface RedisSettings {
  /** Writes every command to a file before it is answered. Without it, a restarted server is empty. */
  readonly appendOnly: boolean;
}

/** A Redis that can be killed and started again on its port. */
export class RedisServer {
  readonly port: number;
  readonly #settings: RedisSettings;
  readonly #folder = createFolder("redis");
  #child: ChildProcess | undefined;

  private constructor(port: number, settings: RedisSettings) {
    this.port = port;
    this.#settings = settings;
  }

  /** Starts a server that ends with the test. */
  static async start(settings: RedisSettings): Promise<RedisServer> {
    const server = new RedisServer(await getFreePort(), settings);
    onTestFinished(() => server.kill());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const aof = this.#settings.appendOnly ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"];
    const args = ["--bind", "127.0.0.1", "--port", `${this.port}`, "--dir", this.#folder, "--save", "", ...aof];
    this.#child = startChild(getProgram("redis-server"), args, { stdio: "ignore" });
    await waitUntil(() => this.#answers(), "The start of Redis");
  }

  /** Kills the server, like a failing machine. */
  async kill(): Promise<void> {
    if (this.#child) await endChild(this.#child, "SIGKILL");
  }

  async #answers(): Promise<boolean> {
    const client = createClient({ url: this.url, socket: { reconnectStrategy: false } });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.ping();
      return true;
    } catch {
      return false;
    } finally {
      if (client.isOpen) client.destroy();
    }
  }
}
