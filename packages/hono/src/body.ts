import { MynthWebhookError, type RequestBody } from "@mynth-webhooks/core";
import type { Context } from "hono";

/** Returns the bytes of a request, or a stream of them. */
export async function getBody(c: Context): Promise<RequestBody> {
  const { bodyCache, raw } = c.req;
  // Hono keeps the bytes of an earlier c.req.text() or c.req.arrayBuffer(). Parsed values are not the bytes.
  if (bodyCache.text || bodyCache.arrayBuffer || bodyCache.blob) return new Uint8Array(await c.req.arrayBuffer());
  if (bodyCache.json || bodyCache.formData || raw.bodyUsed) return undefined;
  return getNodeBody(c.env) ?? (raw.body ? checkConsumed(raw.body, c.env) : new Uint8Array());
}

/** Keeps the body for `c.req.json()` and the other body methods behind the middleware. */
export function keepBody(c: Context, rawBody: Uint8Array): void {
  // Hono keeps promises here, although its types say otherwise.
  Object.assign(c.req.bodyCache, { arrayBuffer: Promise.resolve(toArrayBuffer(rawBody)) });
}

/** Copies the bytes if they are a view: their buffer may be a pool with bytes of others. */
function toArrayBuffer(bytes: Uint8Array): ArrayBufferLike {
  return bytes.length === bytes.buffer.byteLength ? bytes.buffer : new Uint8Array(bytes).buffer;
}

/**
 * Creates the function that returns a header by its lowercase name. On Node it reads the message, because creating
 * `Headers` costs as much as the HMAC of a small body.
 */
export function createHeaderReader(c: Context): (name: string) => string | readonly string[] | undefined {
  const { env } = c;
  if (!hasNodeMessage(env)) return (name) => c.req.header(name);
  const { headers } = env.incoming;
  return (name) => headers[name];
}

/** The message that `@hono/node-server` puts into `c.env`. It is cheaper to read than its web stream. */
interface NodeMessage extends AsyncIterable<Uint8Array> {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody?: unknown;
  readonly readableDidRead: boolean;
  readonly readableFlowing: boolean | null;
}

function getNodeBody(env: unknown): RequestBody {
  if (!hasNodeMessage(env)) return undefined;
  const { incoming } = env;
  if (incoming.rawBody instanceof Uint8Array) return incoming.rawBody;
  // If other code has requested the web stream, only that stream has the body.
  return incoming.readableDidRead || incoming.readableFlowing !== null ? undefined : incoming;
}

/**
 * Checks the web stream of a message that something has read: if a server in front consumed the message, the stream is
 * empty.
 */
function checkConsumed(stream: AsyncIterable<Uint8Array>, env: unknown): AsyncIterable<Uint8Array> {
  const mayBeEmptied = hasNodeMessage(env) && env.incoming.readableDidRead;
  return mayBeEmptied ? assertNotEmpty(stream) : stream;
}

async function* assertNotEmpty(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  for await (const chunk of stream) {
    isEmpty = false;
    yield chunk;
  }
  if (isEmpty) throw new MynthWebhookError("body_already_consumed");
}

function hasNodeMessage(env: unknown): env is { readonly incoming: NodeMessage } {
  return typeof env === "object" && env !== null && "incoming" in env && isNodeMessage(env.incoming);
}

function isNodeMessage(value: unknown): value is NodeMessage {
  return typeof value === "object" && value !== null && "readableFlowing" in value && "headers" in value;
}
