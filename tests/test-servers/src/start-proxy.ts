import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Another address of a server. Its connections can be cut, as if the server restarted. */
export interface ServerProxy {
  readonly url: string;
  /** Breaks all connections, and refuses new ones until `resume` is called. */
  cut(): Promise<void>;
  resume(): Promise<void>;
}

/**
 * Starts a proxy on a free port. Tests of restarts need it because several test files share one server.
 *
 * @example
 * const proxy = await startProxy(redis);
 * await proxy.cut();
 */
export async function startProxy(serverUrl: string): Promise<ServerProxy> {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(Number(serverPort), hostname);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });

  async function listen(port: number): Promise<void> {
    proxy.listen(port, "127.0.0.1");
    await once(proxy, "listening");
  }

  await listen(0);
  const { port } = proxy.address() as AddressInfo;
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    async cut() {
      const closed = once(proxy, "close");
      proxy.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    resume: () => listen(port),
  };
}
