import { once } from "node:events";
import type { Server } from "node:http";

/** Returns the URL of a server that listens on the loopback. */
export function getUrl(server: Server): string {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server does not listen on a port.");
  return `http://127.0.0.1:${address.port}`;
}

/** Stops accepting connections and waits for the requests in flight. */
export async function closeServer(server: Server): Promise<void> {
  await closeConnections(server, async () => {
    const closed = once(server, "close");
    server.close();
    await closed;
  });
}

/** In milliseconds. */
const betweenSweeps = 50;

/**
 * Closes connections as soon as they are idle, while `close` runs. A connection that is busy when its server closes
 * stays open afterwards for the keep-alive timeout: 5 s in Node, 72 s in Fastify.
 */
export async function closeConnections(server: Server, close: () => PromiseLike<unknown>): Promise<void> {
  const sweeping = setInterval(() => server.closeIdleConnections(), betweenSweeps);
  await close();
  clearInterval(sweeping);
}
