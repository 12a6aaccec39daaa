import type { RequestBody } from "@mynth-webhooks/core";
import { hasUndeclaredBody as isUndeclaredByNode } from "@mynth-webhooks/core/node";
import type { Context } from "hono";

/** Returns the body of a request, read already or not; `undefined` if its bytes are gone. */
export function getBody(c: Context): RequestBody {
  // Hono keeps the result of c.req.text(), arrayBuffer() and blob(), and returns it again.
  if (isCached(c)) return { arrayBuffer: () => c.req.arrayBuffer() };
  const { bodyCache, raw } = c.req;
  // Parsed values are not the bytes.
  if (bodyCache.json || bodyCache.formData || raw.bodyUsed) return undefined;
  return new UnreadBody(c);
}

/**
 * Keeps the bytes where `c.req.json()`, `c.req.arrayBuffer()` and `cloneRawRequest(c.req)` look. Each reader gets a copy:
 * changes to it must not change the delivery.
 */
export function keepBody({ req }: Context, rawBody: Uint8Array): void {
  if (req.bodyCache.text || req.bodyCache.blob) return;
  Object.defineProperty(req.bodyCache, "arrayBuffer", {
    configurable: true,
    enumerable: true,
    get: () => Promise.resolve(Uint8Array.from(rawBody).buffer),
  });
}

/** Whether somebody has read from Node's message. A web stream of it may still have the bytes, or be empty. */
export function wasMessageRead({ req, env }: Context): boolean {
  return isOfNodeServer(req.raw) && hasMessage(env) && Reflect.get(env.incoming, "readableDidRead") === true;
}

/** Whether a request has a body that its headers do not declare: over HTTP/2, or created in this process. */
export function hasUndeclaredBody({ req, env }: Context): boolean {
  // A web request with GET or HEAD has no body, and other methods are verified anyway.
  if (req.method !== "OPTIONS") return false;
  // A request of @hono/node-server would turn any message into a stream when asked for its body.
  return isOfNodeServer(req.raw) && hasMessage(env) ? isUndeclaredByNode(env.incoming) : req.raw.body !== null;
}

/** Whether a request is of @hono/node-server, and not one that a middleware has created. */
function isOfNodeServer(raw: Request): boolean {
  return Object.getPrototypeOf(raw) !== Request.prototype;
}

/** A body that is read by Hono, which keeps it for later readers. */
class UnreadBody {
  readonly #c: Context;

  constructor(c: Context) {
    this.#c = c;
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    const { req } = this.#c;
    // Before Hono 4.12, c.req.arrayBuffer() throws after parseBody(), which reads nothing of JSON.
    return Object.keys(req.bodyCache).length === 0 ? req.arrayBuffer() : req.raw.arrayBuffer();
  }

  get body(): ReadableStream<Uint8Array> | null {
    return this.#c.req.raw.body;
  }
}

function isCached({ req }: Context): boolean {
  const { text, arrayBuffer, blob } = req.bodyCache;
  return Boolean(text || arrayBuffer || blob);
}

function hasMessage(env: unknown): env is { readonly incoming: object } {
  return typeof env === "object" && env !== null && "incoming" in env && typeof env.incoming === "object";
}
