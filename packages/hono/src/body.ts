import { MynthWebhookError, type RequestBody } from "@mynth-webhooks/core";
import type { Context } from "hono";

/** Finds the bytes of a request, read already or not. */
export async function getBody(c: Context): Promise<RequestBody> {
  const { bodyCache, raw } = c.req;
  // What an earlier c.req.text() or c.req.arrayBuffer() read is kept; parsed values are not the bytes any more.
  if (bodyCache.text || bodyCache.arrayBuffer || bodyCache.blob) return new Uint8Array(await c.req.arrayBuffer());
  if (bodyCache.json || bodyCache.formData || raw.bodyUsed) return undefined;
  return nodeBody(c.env) ?? (raw.body ? unlessEmptied(raw.body, c.env) : new Uint8Array());
}

/** Lets `c.req.json()` and its like go on working behind the middleware. */
export function keepBody(c: Context, rawBody: Uint8Array): void {
  // Hono keeps promises here, though its types say otherwise.
  Object.assign(c.req.bodyCache, { arrayBuffer: Promise.resolve(toArrayBuffer(rawBody)) });
}

/** Copied where it is a view only: its buffer may be a pool that holds others' bytes too. */
function toArrayBuffer(bytes: Uint8Array): ArrayBufferLike {
  return bytes.length === bytes.buffer.byteLength ? bytes.buffer : new Uint8Array(bytes).buffer;
}

/**
 * Reads a header by its lower-case name: on Node from the message itself, since to make `Headers` of all that it has takes
 * as long as the HMAC of a small body.
 */
export function headerReader(c: Context): (name: string) => string | readonly string[] | undefined {
  const { env } = c;
  if (!hasNodeMessage(env)) return (name) => c.req.header(name);
  const { headers } = env.incoming;
  return (name) => headers[name];
}

/** What `@hono/node-server` puts into `c.env`: its message is cheaper to read than the web stream made from it. */
interface NodeMessage extends AsyncIterable<Uint8Array> {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody?: unknown;
  readonly readableDidRead: boolean;
  readonly readableFlowing: boolean | null;
}

function nodeBody(env: unknown): RequestBody {
  if (!hasNodeMessage(env)) return undefined;
  const { incoming } = env;
  if (incoming.rawBody instanceof Uint8Array) return incoming.rawBody;
  // Once somebody has asked for the web stream, that stream is the one to read.
  return incoming.readableDidRead || incoming.readableFlowing !== null ? undefined : incoming;
}

/**
 * Of a message that a server in front has read to its end there is a web stream like any other, only empty: whether
 * somebody has the bytes shows when it is read.
 */
function unlessEmptied(stream: AsyncIterable<Uint8Array>, env: unknown): AsyncIterable<Uint8Array> {
  const mayBeEmptied = hasNodeMessage(env) && env.incoming.readableDidRead;
  return mayBeEmptied ? assertBytes(stream) : stream;
}

async function* assertBytes(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
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
