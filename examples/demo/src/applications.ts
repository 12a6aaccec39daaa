import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";

const host = "127.0.0.1";

/** An example application on a free port. */
export interface RunningApplication {
  readonly name: string;
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Starts the example applications. They read `MYNTH_WEBHOOK_SECRET` when they are loaded. */
export async function startApplications(): Promise<readonly RunningApplication[]> {
  const [express, fastify, fastifyRawBody, hono] = await Promise.all([
    import("example-express"),
    import("example-fastify"),
    import("example-fastify-raw-body"),
    import("example-hono"),
  ]);
  return [
    await running("Express", (ready) => express.app.listen(0, host, ready)),
    await runningFastify("Fastify", fastify.app),
    await runningFastify("Fastify + raw-body", fastifyRawBody.app),
    await running("Hono", (ready) => serve({ fetch: hono.app.fetch, hostname: host, port: 0 }, ready)),
  ];
}

interface Closable {
  address(): AddressInfo | string | null;
  close(done: () => void): unknown;
}

async function running(name: string, start: (ready: () => void) => Closable): Promise<RunningApplication> {
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

async function runningFastify(name: string, app: FastifyApplication): Promise<RunningApplication> {
  return { name, url: await app.listen({ host, port: 0 }), stop: () => app.close() };
}
