import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { migration } from "@mynth-webhooks/postgres";
import pg from "pg";
import { onTestFinished } from "vitest";
import type { Effect } from "../../src/effect.ts";
import { endChild, startChild, unprivilegedUser } from "./child-process.ts";
import { createServerFolder } from "./folder.ts";
import { getFreePort } from "./ports.ts";
import { getProgram } from "./programs.ts";
import { waitUntil } from "./wait-until.ts";

/** A crash of the server, not of the machine: what it has written is in the page cache and needs no fsync. */
const options = ["fsync=off", "max_connections=200", "listen_addresses=127.0.0.1"];

/** A PostgreSQL that can crash and start again on its port. */
export class PostgresServer {
  readonly port: number;
  readonly #folder = createServerFolder("postgres");
  #child: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  /** Starts a server that ends with the test, with the tables of the store and of effects. */
  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer(await getFreePort());
    onTestFinished(() => server.crash());
    await server.#createCluster();
    await server.start();
    await server.query(migration);
    await server.query("CREATE TABLE effects (event text NOT NULL, worker text NOT NULL, at float8 NOT NULL)");
    return server;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async start(): Promise<void> {
    const args = ["-D", this.#data, "-k", this.#folder, "-p", `${this.port}`, ...options.flatMap((one) => ["-c", one])];
    const log = openSync(join(this.#folder, "log"), "a");
    this.#child = startChild(getProgram("postgres"), args, {
      stdio: ["ignore", log, log],
      user: unprivilegedUser,
      deathSignal: "SIGQUIT",
    });
    await waitUntil(() => this.#answers(), "The start of PostgreSQL");
  }

  /** Shuts down immediately: connections are cut, and the next start recovers from the log. */
  async crash(): Promise<void> {
    if (this.#child) await endChild(this.#child, "SIGQUIT");
  }

  /** Ends every connection but this one, like an administrator or a failover. */
  async terminateConnections(): Promise<void> {
    await this.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
  }

  async query<Row extends pg.QueryResultRow>(text: string): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.url });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Returns the effects that were committed. */
  async getEffects(): Promise<readonly Effect[]> {
    return this.query<Effect & pg.QueryResultRow>("SELECT event, worker, at FROM effects");
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  async #createCluster(): Promise<void> {
    const args = ["-D", this.#data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--no-locale"];
    const child = startChild(getProgram("initdb"), args, { stdio: "ignore", user: unprivilegedUser });
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`initdb ended with ${code}.`);
  }

  async #answers(): Promise<boolean> {
    try {
      await this.query("SELECT 1");
      return true;
    } catch {
      return false;
    }
  }
}
