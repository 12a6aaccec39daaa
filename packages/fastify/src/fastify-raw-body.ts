import type { FastifyRequest, RouteOptions } from "fastify";

/** The name of the hook that `fastify-raw-body` adds to the routes whose bytes it keeps. */
const rawBodyHook = "preparsingRawBody";

/** Whether `fastify-raw-body` keeps the bytes, in a route's config. */
export const kBodyIsKept: unique symbol = Symbol("mynthWebhook: fastify-raw-body keeps the body");

/** @internal */
declare module "fastify" {
  interface FastifyContextConfig {
    [kBodyIsKept]?: boolean;
  }
}

/** Whether `fastify-raw-body` keeps the bytes of this route's requests. */
export function isKeptByFastifyRawBody({ preParsing = [] }: RouteOptions): boolean {
  return [preParsing].flat().some((hook) => hook.name === rawBodyHook);
}

/**
 * The methods whose body Fastify always reads before the handler runs. It reads none for `TRACE`, and one for `OPTIONS`
 * only with a content type.
 */
const awaitedMethods: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Whether `fastify-raw-body` will keep the bytes of this request. */
export function willKeepBody({ method }: FastifyRequest, { config }: FastifyRequest["routeOptions"]): boolean {
  return config[kBodyIsKept] === true && awaitedMethods.has(method);
}
