import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { endChild, startChild, unprivilegedUser } from "./child-process.ts";
import { createServerFolder } from "./folder.ts";
import { getFreePort, isListening } from "./ports.ts";
import { getProgram } from "./programs.ts";
import { waitUntil } from "./wait-until.ts";

/** A pooler in transaction mode. */
export class PgBouncer {
  readonly #port: number;
  readonly #file: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, postgresPort: number) {
    this.#port = port;
    this.#file = join(createServerFolder("pgbouncer"), "pgbouncer.ini");
    writeFileSync(
      this.#file,
      `[databases]
postgres = host=127.0.0.1 port=${postgresPort} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 10
max_client_conn = 500
`,
    );
  }

  /** Starts a pooler that ends with the test. */
  static async start(postgresPort: number): Promise<PgBouncer> {
    const pooler = new PgBouncer(await getFreePort(), postgresPort);
    onTestFinished(() => pooler.kill());
    await pooler.start();
    return pooler;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.#port}/postgres`;
  }

  async start(): Promise<void> {
    this.#child = startChild(getProgram("pgbouncer"), ["--quiet", this.#file], {
      stdio: "ignore",
      user: unprivilegedUser,
    });
    await waitUntil(() => isListening(this.#port), "The start of pgbouncer");
  }

  /** Kills the pooler, and with it the connections on both sides. */
  async kill(): Promise<void> {
    if (this.#child) await endChild(this.#child, "SIGKILL");
  }
}
