import type { SignedDelivery } from "./sign-delivery.ts";

/** The part of a supertest request that `viaSupertest` uses. */
interface SupertestRequest {
  set(headers: Record<string, string>): this;
  send(body: string): this;
}

/**
 * Adds a delivery's headers and body to a supertest request.
 *
 * @example
 * await viaSupertest(request(app).post("/webhooks/mynth"), delivery).expect(204);
 */
export function viaSupertest<R extends SupertestRequest>(request: R, { headers, body }: SignedDelivery): R {
  return request.set({ ...headers }).send(body);
}

/** The part of a Fastify instance that `viaInject` uses. */
interface Injectable<Response> {
  inject(options: { method: "POST"; url: string; headers: Record<string, string>; payload: string }): Promise<Response>;
}

/**
 * Sends a delivery to a Fastify application with `app.inject()`.
 *
 * @example
 * expect((await viaInject(app, "/webhooks/mynth", delivery)).statusCode).toBe(204);
 */
export function viaInject<Response>(
  app: Injectable<Response>,
  url: string,
  { headers, body }: SignedDelivery,
): Promise<Response> {
  return app.inject({ method: "POST", url, headers: { ...headers }, payload: body });
}

/** The part of a Hono application that `viaRequest` uses. */
interface Requestable {
  request(path: string, init: RequestInit, env?: object): Response | Promise<Response>;
}

/**
 * Sends a delivery to a Hono application with `app.request()`. Handlers find `env` in `c.env`.
 *
 * @example
 * expect((await viaRequest(app, "/webhooks/mynth", delivery)).status).toBe(204);
 */
export async function viaRequest(
  app: Requestable,
  path: string,
  { headers, body }: SignedDelivery,
  env?: object,
): Promise<Response> {
  return app.request(path, { method: "POST", headers: { ...headers }, body }, env);
}
