import type { IncomingMessage } from "node:http";
import type { RequestBody } from "@mynth-webhooks/core";

/** What parsers and platforms leave on a request. */
export interface WithBody {
  /** What a body parser left. */
  body?: unknown;
  /** The bytes as they came: Firebase and Google Cloud Functions, Nest, a `verify` callback of `express.json()`. */
  rawBody?: unknown;
  /** What tells body parsers that the body has been read. */
  _body?: boolean;
}

/**
 * Finds the bytes of a request. The stream is looked at before `req.body`, which on some platforms is a getter that
 * parses, and throws; and in Express 4 an `{}` that says nothing about the stream.
 */
export function getBody(req: IncomingMessage & WithBody): RequestBody {
  return toBytes(req.rawBody) ?? (isUnread(req) ? req : (toBytes(replayed(req)) ?? toBytes(req.body)));
}

/**
 * What is to be had of a message that was read to its end, once more. Vercel's Node helpers leave the bytes behind a
 * `read` of the message's own; their listeners would do too, if the message did not say that it is destroyed.
 */
function replayed(req: IncomingMessage): unknown {
  return req.readableEnded && Object.hasOwn(req, "read") ? req.read() : undefined;
}

/** Somebody who listens has consumed the stream as surely as somebody who has read it. */
function isUnread(req: IncomingMessage): boolean {
  return !req.readableDidRead && req.readableFlowing !== true;
}

function toBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return Buffer.from(value);
  return value instanceof Uint8Array ? value : undefined;
}
