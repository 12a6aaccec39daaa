import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";

const host = "127.0.0.1";

/** A running example application. */
export interface RunningApplication {
  readonly name: string;
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Starts the example applications. They read `MYNTH_WEBHOOK_SECRET` when they are imported. */
export async function startApplications(): Promise<readonly RunningApplication[]> {
  const [express, fastify, fastifyRawBody, hono] = await Promise.all([
    import("example-express"),
    import("example-fastify"),
    import("example-fastify/raw-body"),
    import("example-hono"),
  ]);
  return [
    await startServer("Express", (ready) => express.app.listen(0, host, ready)),
    await startFastify("Fastify", fastify.app),
    await startFastify("Fastify + raw-body", fastifyRawBody.app),
    await startServer("Hono", (ready) => serve({ fetch: hono.app.fetch, hostname: host, port: 0 }, ready)),
  ];
}

interface Closable {
  address(): AddressInfo | string | null;
  close(done: () => void): unknown;
}

async function startServer(name: string, start: (ready: () => void) => Closable): Promise<RunningApplication> {
  const server = await new Promise<Closable>((resolve) => {
    const started = start(() => resolve(started));
  });
  return {
    name,
    url: `http://${host}:${getPort(server.address())}`,
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}

function getPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}

interface FastifyApplication {
  listen(options: { host: string; port: number }): Promise<string>;
  close(): Promise<unknown>;
}

async function startFastify(name: string, app: FastifyApplication): Promise<RunningApplication> {
  return { name, url: await app.listen({ host, port: 0 }), stop: () => app.close() };
}
