import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { mynthWebhook } from "@mynth-webhooks/hono";
import { type ErrorHandler, Hono, type MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { type Application, type Neighbour, overHttp } from "./application.ts";
import { path, secret } from "./deliveries.ts";
import type { Inbox } from "./inbox.ts";

type Guard = ReturnType<typeof mynthWebhook>;
export type Fetch = (request: Request, env: object) => Response | Promise<Response>;

export interface HonoNeighbour {
  readonly what: string;
  /** In front of the guard. */
  readonly before?: () => readonly MiddlewareHandler[];
  /** Between the guard and the handler. */
  readonly behind?: () => readonly MiddlewareHandler[];
  /** Mounts the guard, the handler and the neighbor, if `before` and `behind` cannot say it. */
  readonly mount?: (app: Hono, guard: Guard, handler: MiddlewareHandler) => void;
}

/** Starts every neighbor on Hono. */
export function onHono(neighbours: readonly HonoNeighbour[]): Neighbour[] {
  return neighbours.map((neighbour) => ({
    what: `Hono ${neighbour.what}`,
    start: (inbox) => startHono(makeHono(neighbour, inbox)),
  }));
}

/** Listens on 127.0.0.1. */
export async function startHono(fetch: Fetch): Promise<Application> {
  // The options ask for HTTP/1.
  const server = serve({ fetch, hostname: "127.0.0.1", port: 0 }) as Server;
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  return overHttp(server);
}

function makeHono({ before, behind, mount }: HonoNeighbour, inbox: Inbox): Fetch {
  const app = new Hono();
  app.onError(reportErrors(inbox));
  const guard = mynthWebhook(secret, inbox.options);
  const handler: MiddlewareHandler = async (c) => {
    // The readers of `c.req` still work behind the guard.
    const { task } = await c.req.json();
    if (task?.id !== c.var.mynthEvent.task.id) inbox.report(`c.req.json() has another task: ${JSON.stringify(task)}`);
    return c.json(await inbox.handle(c.var.mynthEvent, c.var.mynthDelivery));
  };
  if (mount) {
    mount(app, guard, handler);
    return app.fetch;
  }
  for (const middleware of before?.() ?? []) app.use(middleware);
  app.use(path, guard);
  for (const middleware of behind?.() ?? []) app.use(middleware);
  app.post(path, handler);
  return app.fetch;
}

/** Responds as Hono's own error handler does, but does not print the error. */
export function reportErrors(inbox: Inbox): ErrorHandler {
  return (error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (!inbox.failing) inbox.report(error);
    return c.text("Internal Server Error", 500);
  };
}
