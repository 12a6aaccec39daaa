// A receiver in the framework named by FRAMEWORK, for Node, Bun and Deno. It prints its port.
import type { AddressInfo } from "node:net";
import { bodyLimit, type Echo, getHmac, path, type Ready, secrets, token } from "./settings.ts";

declare const Bun: { serve(options: { fetch: unknown; hostname: string; port: number }): { port: number } } | undefined;
declare const Deno:
  | { serve(options: { hostname: string; port: number; onListen(): void }, fetch: unknown): { addr: { port: number } } }
  | undefined;

const hostname = "127.0.0.1";
const options = { token, bodyLimit };

interface Listening {
  address(): AddressInfo | string | null;
}

function getPort(server: Listening): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}

async function startExpress(name: "express" | "express4"): Promise<number> {
  const [{ default: framework }, { mynthWebhook }] = await Promise.all([
    name === "express" ? import("express") : import("express4"),
    import("@mynth-webhooks/express"),
  ]);
  const app = framework();
  app.use(path, mynthWebhook(secrets, options));
  app.get(path, (_req, res) => void res.send("open"));
  app.post(path, ({ mynthEvent: event, mynthDelivery: delivery }, res) => {
    res.json({ event: event.event, task: event.task.id, scheme: delivery.scheme } satisfies Echo);
  });
  return new Promise((resolve) => {
    const server = app.listen(0, hostname, () => resolve(getPort(server)));
  });
}

async function startFastify(rawBody: boolean): Promise<number> {
  const [{ default: Fastify }, { mynthWebhook }] = await Promise.all([
    import("fastify"),
    import("@mynth-webhooks/fastify"),
  ]);
  const app = Fastify();
  if (rawBody) await app.register((await import("fastify-raw-body")).default, { encoding: false, global: true });
  await app.register(mynthWebhook, { secret: secrets, ...options });
  app.get(path, async () => "open");
  app.post(path, async ({ mynthEvent: event, mynthDelivery: delivery }) => {
    return { event: event.event, task: event.task.id, scheme: delivery.scheme } satisfies Echo;
  });
  await app.listen({ host: hostname, port: 0 });
  return getPort(app.server);
}

/** Serves web-standard requests on any of the runtimes. */
async function serveRequests(fetch: (request: Request) => Response | Promise<Response>): Promise<number> {
  if (typeof Bun !== "undefined") return Bun.serve({ fetch, hostname, port: 0 }).port;
  if (typeof Deno !== "undefined") return Deno.serve({ hostname, port: 0, onListen() {} }, fetch).addr.port;
  const { serve } = await import("@hono/node-server");
  return new Promise((resolve) => void serve({ fetch, hostname, port: 0 }, ({ port }) => resolve(port)));
}

const frameworks = {
  "Express 5": () => startExpress("express"),
  "Express 4": () => startExpress("express4"),
  Fastify: () => startFastify(false),
  "Fastify + raw-body": () => startFastify(true),
  Hono: async () => serveRequests((await import("./hono-app.ts")).app.fetch),
  "Web handler": async () => serveRequests((await import("./web-handler.ts")).handleRequest),
};

function isFramework(name: string | undefined): name is keyof typeof frameworks {
  return name !== undefined && Object.hasOwn(frameworks, name);
}

const { FRAMEWORK } = process.env;
if (!isFramework(FRAMEWORK))
  throw new Error(`FRAMEWORK is "${FRAMEWORK}". Expected one of ${Object.keys(frameworks).join(", ")}.`);
console.log(JSON.stringify({ port: await frameworks[FRAMEWORK](), hmac: getHmac() } satisfies Ready));
