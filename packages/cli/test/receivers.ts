import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { serve } from "@hono/node-server";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forHono, memoryStore } from "@mynth-webhooks/hono";
import express from "express";
import { Hono } from "hono";

export const secret = "wbs_command_line";
export const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A receiver to send to. */
export interface Receiver {
  readonly url: string;
  /** The tasks it handled, with the bytes it received. */
  readonly seen: { task: string; body: string }[];
  stop(): void;
}

/** Stops every receiver that a test file started. */
export function stopReceivers(): void {
  for (const receiver of started.splice(0)) receiver.stop();
}

const started: Receiver[] = [];

async function toReceiver(server: Server, seen: Receiver["seen"]): Promise<Receiver> {
  if (!server.listening) await once(server, "listening");
  const port = Number(Reflect.get(Object(server.address()), "port"));
  const receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    seen,
    stop: () => void server.close().closeAllConnections(),
  };
  started.push(receiver);
  return receiver;
}

export async function startExpress(): Promise<Receiver> {
  const seen: Receiver["seen"] = [];
  const app = express();
  app.post("/hook", forExpress([secret, whsec]), (req, res) => {
    const { mynthEvent: event, mynthDelivery: delivery } = req;
    seen.push({ task: event.task.id, body: new TextDecoder().decode(delivery.rawBody) });
    res.sendStatus(204);
  });
  return toReceiver(app.listen(0, "127.0.0.1"), seen);
}

export async function startHono(): Promise<Receiver> {
  const app = new Hono();
  app.post("/hook", forHono([secret, whsec], { idempotency: { store: memoryStore() } }), (c) => c.body(null, 204));
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  return toReceiver(server as Server, []);
}

/** Starts a typical handwritten receiver: it reserializes JSON, accepts NaN, and leaks in its answers. */
export async function startNaive(): Promise<Receiver> {
  const app = express();
  app.use(express.json());
  app.post("/hook", (req, res) => {
    const pairs = String(req.headers["x-mynth-signature"]).split(",");
    const { t = "", v1 = "" } = Object.fromEntries(pairs.map((pair) => pair.split("=")));
    const expected = createHmac("sha256", secret)
      .update(`${t}.${JSON.stringify(req.body)}`)
      .digest("hex");
    if (expected !== v1) return void res.status(401).send(`expected ${expected}`);
    if (Math.abs(Date.now() / 1000 - Number(t)) > 300) return void res.sendStatus(400);
    res.sendStatus(200);
  });
  app.use((error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(500).send(error.stack);
  });
  return toReceiver(app.listen(0, "127.0.0.1"), []);
}

/** Returns a URL on which nothing listens. */
export async function getDeadUrl(): Promise<string> {
  const receiver = await startServer(() => 204);
  receiver.stop();
  return receiver.url;
}

/** Starts a receiver from one function. If it returns nothing, the sender gets no answer. */
export async function startServer(
  answer: (req: IncomingMessage, body: Buffer) => number | { status: number; body: string } | undefined,
): Promise<Receiver> {
  const server = createServer(async (req, res) => {
    const answered = answer(req, await buffer(req));
    if (answered === undefined) return;
    const { status, body } = typeof answered === "number" ? { status: answered, body: "" } : answered;
    res.writeHead(status).end(body);
  });
  return toReceiver(server.listen(0, "127.0.0.1"), []);
}

/** Verifies `X-Mynth-Signature` without the code under test. */
export function isSigned(req: IncomingMessage, bytes: string | Buffer): boolean {
  const [, t, v1] = /^t=(.*?),v1=(.*)$/.exec(String(req.headers["x-mynth-signature"])) ?? [];
  return v1 === createHmac("sha256", secret).update(`${t}.`).update(bytes).digest("hex");
}
