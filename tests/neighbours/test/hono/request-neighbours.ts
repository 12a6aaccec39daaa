import { zValidator } from "@hono/zod-validator";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { every, some } from "hono/combine";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import type { HonoNeighbour } from "../start-hono.ts";

/** Touches the request. Waits only for a promise, so that otherwise the guard runs in the same tick. */
const on = (touch: (c: Context) => unknown): MiddlewareHandler =>
  function touching(c, next) {
    const touched = touch(c);
    return touched instanceof Promise ? touched.then(next) : next();
  };

const microtasks = async (count: number) => {
  for (let passed = 0; passed < count; passed += 1) await undefined;
};

const path = "/webhooks/mynth";
const anyJson = z.looseObject({ event: z.string() });
const nobody = bearerAuth({ token: "nobody-has-it" });

/** Middleware and handlers that copy, replace, validate or forward the request. */
export const requestNeighbours: readonly HonoNeighbour[] = [
  { what: "behind an un-awaited raw.clone()", before: () => [on((c) => void c.req.raw.clone())] },
  { what: "behind raw.clone().text() that nobody awaits", before: () => [on((c) => void c.req.raw.clone().text())] },
  { what: "behind raw.clone().text()", before: () => [on((c) => c.req.raw.clone().text())] },
  { what: "behind a look at raw.body", before: () => [on((c) => void c.req.raw.body)] },
  ...[1, 2, 3, 5].map((count) => ({
    what: `behind a look at raw.body ${count} microtasks ago`,
    before: () => [on((c) => (c.req.raw.body ? microtasks(count) : undefined))],
  })),
  { what: "behind a look at raw.signal", before: () => [on((c) => void c.req.raw.signal)] },
  { what: "behind a look at raw.headers", before: () => [on((c) => void c.req.raw.headers.get("host"))] },
  { what: "behind c.req.text()", before: () => [on((c) => c.req.text())] },
  { what: "behind c.req.arrayBuffer()", before: () => [on((c) => c.req.arrayBuffer())] },
  { what: "behind c.req.blob()", before: () => [on((c) => c.req.blob())] },
  {
    what: "behind new Request(raw)",
    before: () => [on((c) => void Object.assign(c.req, { raw: new Request(c.req.raw) }))],
  },
  { what: "behind other headers on a new request", before: () => [on(setHeader)] },
  { what: "behind a new request made of the bytes", before: () => [on(remake)] },
  { what: "behind a pause", before: () => [on(() => new Promise((resolve) => setTimeout(resolve, 30)))] },
  { what: "in front of zod-validator", behind: () => [zValidator("json", anyJson)] },
  {
    what: "behind zod-validator of headers",
    before: () => [zValidator("header", z.looseObject({ host: z.string() }))],
  },
  { what: "in every() behind bodyLimit", mount: (app, guard, handler) => post(app, every(limit(), guard), handler) },
  { what: "first in some()", mount: (app, guard, handler) => post(app, some(guard, nobody), handler) },
  { what: "second in some()", mount: (app, guard, handler) => post(app, some(nobody, guard), handler) },
  { what: "in a mounted application", mount: (app, guard, handler) => mounted(app, inner(guard, handler).fetch) },
  {
    what: "in a mounted application behind bodyLimit",
    mount: (app, guard, handler) => mounted(app.use(limit()), inner(guard, handler).fetch),
  },
  {
    what: "in a route of another application",
    mount: (app, guard, handler) => void app.route("/webhooks", inner(guard, handler)),
  },
  {
    what: "behind app.fetch(request, c.env)",
    mount: (app, guard, handler) => forwarding(app, (request, c) => inner(guard, handler).fetch(request, c.env)),
  },
  {
    what: "behind app.request(request, undefined, c.env)",
    mount: (app, guard, handler) =>
      forwarding(app, (request, c) => inner(guard, handler).request(request, undefined, c.env)),
  },
];

const limit = () => bodyLimit({ maxSize: 1024 * 1024 });
const post = (app: Hono, ...handlers: [MiddlewareHandler, MiddlewareHandler]) => void app.post(path, ...handlers);

/** Does not print the errors of the handler. */
function inner(guard: MiddlewareHandler, handler: MiddlewareHandler): Hono {
  const app = new Hono().onError((error, c) =>
    error instanceof HTTPException ? error.getResponse() : c.text("Internal Server Error", 500),
  );
  return app.post("/mynth", guard, handler);
}

function mounted(app: Hono, fetch: (request: Request, env: object) => Response | Promise<Response>): void {
  app.mount("/webhooks", fetch);
}

/** A gateway that calls another application in the same process with a new request. */
function forwarding(app: Hono, forward: (request: Request, c: Context) => Response | Promise<Response>): void {
  app.post(path, async (c) => {
    const body = await c.req.arrayBuffer();
    return forward(new Request("http://inside/mynth", { method: "POST", headers: c.req.raw.headers, body }), c);
  });
}

function setHeader(c: Context): void {
  const headers = new Headers(c.req.raw.headers);
  headers.set("x-request-id", "1");
  c.req.raw = new Request(c.req.raw, { headers });
}

async function remake(c: Context): Promise<void> {
  const body = await c.req.raw.arrayBuffer();
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers: c.req.raw.headers, body });
}
