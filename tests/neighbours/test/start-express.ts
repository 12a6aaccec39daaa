import { createServer } from "node:http";
import { mynthWebhook } from "@mynth-webhooks/express";
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import express4 from "express4";
import { type Application, type Neighbour, overHttp } from "./application.ts";
import { path, secret } from "./deliveries.ts";
import type { Inbox } from "./inbox.ts";

export type MakeExpress = typeof express5;

export interface ExpressNeighbour {
  readonly what: string;
  /** In front of the guard. */
  readonly before?: (express: MakeExpress) => readonly RequestHandler[];
  /** Between the guard and the handler. */
  readonly behind?: (express: MakeExpress) => readonly RequestHandler[];
  /** Mounts the guard, the handler and the neighbor, if `before` and `behind` cannot say it. */
  readonly mount?: (app: Express, guard: RequestHandler, handler: RequestHandler, express: MakeExpress) => void;
  /** The only version of Express that the neighbor supports. */
  readonly only?: 4 | 5;
}

export const expressVersions: readonly { version: 4 | 5; express: MakeExpress }[] = [
  { version: 5, express: express5 },
  { version: 4, express: express4 },
];

/** Puts every neighbor on both versions of Express. */
export function onExpress(neighbours: readonly ExpressNeighbour[]): Neighbour[] {
  return expressVersions.flatMap(({ version, express }) =>
    neighbours
      .filter(({ only = version }) => only === version)
      .map((neighbour) => ({
        what: `Express ${version} ${neighbour.what}`,
        start: (inbox) => startExpress(makeExpress(neighbour, inbox, express)),
      })),
  );
}

/** Listens on 127.0.0.1. */
export function startExpress(app: Express): Promise<Application> {
  return overHttp(createServer(app));
}

export function makeExpress(neighbour: ExpressNeighbour, inbox: Inbox, express: MakeExpress): Express {
  const { before, behind, mount } = neighbour;
  const app = express();
  const guard = mynthWebhook(secret, inbox.options);
  const handler = createHandler(inbox);
  if (mount) mount(app, guard, handler, express);
  else {
    for (const middleware of before?.(express) ?? []) app.use(middleware);
    app.use(path, guard);
    for (const middleware of behind?.(express) ?? []) app.use(middleware);
    app.post(path, handler);
  }
  return app.use(reportErrors(inbox));
}

export function createHandler(inbox: Inbox): RequestHandler {
  return (req, res, next) => {
    // Express 4 does not wait for promises.
    inbox.handle(req.mynthEvent, req.mynthDelivery).then((answer) => res.json(answer), next);
  };
}

/** Responds as Express's own error handler does, but does not print the error. */
export function reportErrors(inbox: Inbox): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (!inbox.failing) inbox.report(error);
    if (res.headersSent) return next(error);
    res.status(error.status ?? 500).end();
  };
}
