import { Readable } from "node:stream";
import type { FastifyRequest, RouteOptions } from "fastify";

/** The hook that `fastify-raw-body` puts on the routes whose bytes it keeps. */
const rawBodyHook = "preparsingRawBody";

/** Marks, in a route's config, that `fastify-raw-body` keeps the bytes. */
export const bodyIsKept: unique symbol = Symbol("fastify-raw-body keeps the body");

declare module "fastify" {
  interface FastifyContextConfig {
    [bodyIsKept]?: boolean;
  }
}

/** Whether `fastify-raw-body` will keep the bytes of this route's requests. */
export function isKeptByFastifyRawBody({ preParsing = [] }: RouteOptions): boolean {
  return [preParsing].flat().some((hook) => hook.name === rawBodyHook);
}

/** The bytes that somebody kept as `request.rawBody`. */
export function keptBody(request: FastifyRequest): Uint8Array | undefined {
  const rawBody: unknown = Reflect.get(request, "rawBody");
  if (typeof rawBody === "string") return Buffer.from(rawBody);
  return rawBody instanceof Uint8Array ? rawBody : undefined;
}

/** A payload of the same bytes, for the parser that runs next. Fastify compares the length with the header's. */
export function replay(bytes: Uint8Array): Readable & { receivedEncodedLength: number } {
  return Object.assign(Readable.from([bytes], { objectMode: false }), { receivedEncodedLength: bytes.length });
}
