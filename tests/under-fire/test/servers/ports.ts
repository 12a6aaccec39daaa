import { once } from "node:events";
import { createConnection, createServer } from "node:net";

const firstPort = 20_000;
const portCount = 12_000;

/**
 * Returns a free port below the range that the kernel gives to clients. While a server in that range restarts, a client
 * can take its port, or connect to itself.
 */
export async function getFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = firstPort + Math.floor(Math.random() * portCount);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port from ${firstPort} to ${firstPort + portCount}.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  const closed = once(server, "close");
  server.close();
  await closed;
  return true;
}

/** Whether a server listens on a port. */
export async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
