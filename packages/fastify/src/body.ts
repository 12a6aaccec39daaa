import { Readable } from "node:stream";
import type { RequestBody } from "@mynth-webhooks/core";
import type { FastifyRequest, RouteOptions } from "fastify";

/** The hook that `fastify-raw-body` puts on the routes whose bytes it keeps. */
const rawBodyHook = "preparsingRawBody";

/** Marks, in a route's config, that `fastify-raw-body` keeps the bytes. */
export const bodyIsKept: unique symbol = Symbol("fastify-raw-body keeps the body");

/** @internal */
declare module "fastify" {
  interface FastifyContextConfig {
    [bodyIsKept]?: boolean;
  }
}

/** Whether `fastify-raw-body` will keep the bytes of this route's requests. */
export function isKeptByFastifyRawBody({ preParsing = [] }: RouteOptions): boolean {
  return [preParsing].flat().some((hook) => hook.name === rawBodyHook);
}

/**
 * The methods whose body Fastify reads to its end before the handler runs. Of another it may read none (`TRACE`), and
 * what is kept then comes too late; or one only if a content type asks for it (`OPTIONS`).
 */
const awaitedMethods: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Whether the bytes of this request will be there, kept by `fastify-raw-body`, when it comes to validation. */
export function willKeepBody({ method }: FastifyRequest, { config }: FastifyRequest["routeOptions"]): boolean {
  return config[bodyIsKept] === true && awaitedMethods.has(method);
}

/** The bytes that somebody kept as `request.rawBody`. */
export function keptBody(request: FastifyRequest): Uint8Array | undefined {
  return toBytes(Reflect.get(request, "rawBody"));
}

/** A payload that is still to be read, or what a server in front of Fastify has left of it. */
export function unreadBody({ raw }: FastifyRequest, payload: RequestBody | Readable): RequestBody {
  const kept = toBytes(Reflect.get(raw, "rawBody"));
  if (kept !== undefined) return kept;
  if (!(payload instanceof Readable) || !payload.readableEnded) return payload;
  // Vercel's Node helpers leave the bytes they have read behind a `read` of the message's own.
  return Object.hasOwn(payload, "read") ? toBytes(payload.read()) : undefined;
}

function toBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return Buffer.from(value);
  return value instanceof Uint8Array ? value : undefined;
}

/** The same bytes once more, for a hook that wants them. Made for every delivery, and as a rule never read. */
export class BufferedPayload extends Readable {
  readonly #bytes: Uint8Array;
  /** Fastify compares it with what the header says. */
  readonly receivedEncodedLength: number;

  constructor(bytes: Uint8Array) {
    super({ objectMode: false });
    this.#bytes = bytes;
    this.receivedEncodedLength = bytes.length;
  }

  override _read(): void {
    this.push(this.#bytes);
    this.push(null);
  }
}
