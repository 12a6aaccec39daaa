import type { Server } from "node:http";
import type { ContractApp, ContractSetup, SeenDelivery } from "@mynth-webhooks/testing/contract";
import type { Express } from "express";
import request from "supertest";
import { mynthWebhook, on } from "../src/index.ts";

/** Starts the application of the contract with one version of Express. */
export async function startExpress(
  express: () => Express,
  { secret, options, handlers }: ContractSetup,
): Promise<ContractApp> {
  const seen: SeenDelivery[] = [];
  const app = express();
  const webhook = mynthWebhook(secret, options);
  app.use("/webhooks/mynth", webhook);
  app.get("/webhooks/mynth", (_req, res) => void res.send("open"));
  for (const method of ["post", "put"] as const) {
    if (handlers) app[method]("/webhooks/mynth", on(handlers));
    app[method](["/webhooks/mynth", "/webhooks/mynth/:token"], (req, res) => {
      seen.push({ event: req.mynthEvent, delivery: req.mynthDelivery, json: req.body });
      res.sendStatus(200);
    });
  }
  const server = await listen(app);
  return {
    seen,
    async send({ method, suffix = "", headers, body }) {
      const sent = request(server)[method.toLowerCase() as "post"](`/webhooks/mynth${suffix}`).set(headers);
      const {
        status,
        headers: answered,
        text,
      } = await (body ? sent.serialize((bytes) => bytes).send(Buffer.from(body)) : sent);
      return { status, headers: answered, body: text };
    },
    async stop() {
      await close(server);
      await webhook.drain();
    },
  };
}

/** Listens on a free local port. */
export function listen(app: Express): Promise<Server> {
  return new Promise((resolve) => {
    const server = app.listen(0, "127.0.0.1", () => resolve(server));
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
