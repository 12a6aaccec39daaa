import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { getFreePort } from "../servers/ports.ts";

/** When a connection is cut: before the server gets the command, or after it has carried it out. */
export type CutMoment = "before the command" | "before the answer";

/** The commands that are cut. A handshake is not. */
const command = /mynth|COMMIT/;

/** How long the server has to carry out what else was sent with the command, in milliseconds. */
const graceMs = 10;

/** A TCP proxy in front of a server. It cuts connections. */
export class CuttingProxy {
  readonly port: number;
  readonly #serverPort: number;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #nextCut: CutMoment | undefined;
  readonly #latencyMs: number;
  /** The number of connections cut. */
  cuts = 0;

  private constructor(port: number, serverPort: number, latencyMs: number) {
    this.port = port;
    this.#serverPort = serverPort;
    this.#latencyMs = latencyMs;
    this.#server = createServer((client) => this.#connect(client)).listen(port, "127.0.0.1");
  }

  /** Starts a proxy that ends with the test. Answers come later by so many milliseconds, as from another region. */
  static async start(serverPort: number, latencyMs = 0): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(await getFreePort(), serverPort, latencyMs);
    onTestFinished(() => proxy.#stop());
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** Cuts the connection on which the next command comes. */
  cutNext(moment: CutMoment): void {
    this.#nextCut = moment;
  }

  #connect(client: Socket): void {
    const server = createConnection(this.#serverPort, "127.0.0.1");
    const end = () => {
      client.destroy();
      server.destroy();
    };
    let dropsAnswers = false;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", end).on("close", () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    client.on("data", (data) => {
      const moment = command.test(data.toString("latin1")) ? this.#takeCut() : undefined;
      if (moment === "before the command") return end();
      if (moment === "before the answer") dropsAnswers = true;
      server.write(data);
    });
    server.on("data", async (data) => {
      if (this.#latencyMs > 0) await wait(this.#latencyMs);
      if (!dropsAnswers) return void client.write(data);
      await wait(graceMs);
      end();
    });
  }

  #takeCut(): CutMoment | undefined {
    const moment = this.#nextCut;
    this.#nextCut = undefined;
    if (moment !== undefined) this.cuts += 1;
    return moment;
  }

  async #stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
