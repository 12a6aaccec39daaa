import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** One response on a connection. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** In milliseconds: a response that takes longer counts as a hang. */
const timeoutMs = 20_000;

/** A connection that writes bytes as they are and reads one response after the other. */
export class RawConnection {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#ended = true;
    });
    socket.on("end", () => {
      this.#ended = true;
    });
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new RawConnection(socket);
  }

  get closed(): boolean {
    return this.#ended;
  }

  /** Writes piece by piece, with an optional pause after each piece in milliseconds. */
  async write(pieces: readonly (Buffer | string)[], pause = 0): Promise<void> {
    for (const piece of pieces) {
      if (this.#ended) return;
      this.#socket.write(piece);
      if (pause > 0) await wait(pause);
    }
  }

  /** Reads the next final response. Returns `undefined` if the connection is closed without one. */
  async answer(): Promise<Answer | undefined> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const answer = this.#take();
      if (answer && answer.status >= 200) return answer;
      if (!answer && this.#ended) return undefined;
      if (!answer) await wait(2);
    }
    throw new Error("The server neither answered nor closed the connection in time.");
  }

  /** Waits until the server has closed the connection. */
  async untilClosed(): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.#ended) {
      if (Date.now() > deadline) throw new Error("The connection was not closed in time.");
      await wait(2);
    }
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(): Answer | undefined {
    const end = this.#received.indexOf("\r\n\r\n");
    if (end === -1) return undefined;
    const head = this.#received.subarray(0, end).toString("latin1").toLowerCase();
    const status = Number(head.split(" ")[1]);
    const rest = this.#received.subarray(end + 4);
    const size = this.#getSize(head, rest, status);
    if (size === undefined) return undefined;
    this.#received = rest.subarray(size);
    return { status, head, body: rest.subarray(0, size).toString() };
  }

  #getSize(head: string, rest: Buffer, status: number): number | undefined {
    if (status < 200 || status === 204 || status === 304) return 0;
    if (/^transfer-encoding: chunked/m.test(head)) {
      const last = rest.indexOf("0\r\n\r\n");
      return last === -1 ? undefined : last + 5;
    }
    const length = Number(/^content-length: (\d+)/m.exec(head)?.[1] ?? 0);
    return rest.length < length ? undefined : length;
  }
}
