import type { ByteStream, RequestBody, WebBody } from "../incoming-request.ts";

/** A Node stream, read by its events, which cost less than its iterator. */
export interface EventStream extends AsyncIterable<Chunk> {
  on(event: string, listener: (argument: never) => void): unknown;
  off(event: string, listener: (argument: never) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  readonly readableFlowing?: boolean | null;
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
}

/** A part of a body. */
export type Chunk = Uint8Array | string;

/** Whether a body is a Node stream. */
export function isEventStream(body: RequestBody): body is EventStream {
  return isObject(body) && "on" in body && typeof body.on === "function" && "off" in body && "resume" in body;
}

/** Whether a body is a web stream. */
export function isWebStream(body: RequestBody): body is ByteStream {
  return isObject(body) && "getReader" in body && typeof body.getReader === "function";
}

/** Whether a body is a web `Request`, or looks like one. */
export function isWebBody(body: RequestBody): body is WebBody {
  return isObject(body) && "arrayBuffer" in body && typeof body.arrayBuffer === "function";
}

function isObject(body: RequestBody): body is Exclude<RequestBody, undefined> {
  return typeof body === "object" && body !== null;
}

/**
 * Yields the chunks of a web stream without canceling it. After a cancel, Bun and Workers close the connection while
 * the sender still writes, and the response is lost.
 */
export async function* readChunks(stream: ByteStream): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) if (next.value) yield next.value;
  } finally {
    reader.releaseLock();
  }
}
