import { MynthWebhookError } from "../error.ts";
import type { ByteStream, RequestBody, WebBody } from "../incoming-request.ts";
import { isBytes } from "../is-bytes.ts";
import { type Chunk, type EventStream, isEventStream, isWebBody, isWebStream, readChunks } from "./body-stream.ts";

const encoder = new TextEncoder();

/**
 * Reads a body of at most `limit` bytes.
 *
 * @param explainConsumed returns the hint for a body that somebody has read
 * @throws {MynthWebhookError} `body_too_large`, `body_unreadable` or `body_already_consumed`
 */
export function readBody(
  body: Exclude<RequestBody, undefined>,
  limit: number,
  declaredLength: number | undefined,
  explainConsumed?: () => string | undefined,
): Uint8Array | Promise<Uint8Array> {
  if (isBytes(body)) {
    if (body.length > limit) throw createTooLargeError(limit);
    return body;
  }
  if ((declaredLength ?? 0) > limit) throw createTooLargeError(limit, declaredLength);
  if (!isWebBody(body)) return readStream(body, limit, declaredLength);
  // Servers keep to a declared length, so reading the whole body is bounded.
  return declaredLength === undefined && body.body !== undefined
    ? readWebStream(body.body, limit, explainConsumed)
    : readWhole(body, limit, explainConsumed);
}

type Explain = (() => string | undefined) | undefined;

async function readWhole(body: WebBody, limit: number, explainConsumed: Explain): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await body.arrayBuffer());
  } catch (cause) {
    if (!isConsumed(cause)) throw new MynthWebhookError("body_unreadable", { cause });
    throw new MynthWebhookError("body_already_consumed", { cause, hint: explainConsumed?.() });
  }
  // Middleware may have replaced the request with one whose body is longer than it declares.
  if (bytes.length > limit) throw createTooLargeError(limit);
  return bytes;
}

/** Node, Bun, Deno and workerd each word the error for a body that was read before in their own way. */
function isConsumed(error: unknown): boolean {
  return error instanceof TypeError && /unusable|already|locked|disturbed/i.test(error.message);
}

async function readWebStream(body: ByteStream | null, limit: number, explainConsumed: Explain): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  if (body.locked) throw new MynthWebhookError("body_already_consumed", { hint: explainConsumed?.() });
  return collectChunks(body, limit);
}

async function readStream(
  body: AsyncIterable<Chunk> | ByteStream,
  limit: number,
  declaredLength: number | undefined,
): Promise<Uint8Array> {
  const bytes = await (isEventStream(body) ? collectEvents(body, limit) : collectChunks(body, limit));
  // The caller handles an empty body.
  if (declaredLength !== undefined && declaredLength !== bytes.length && bytes.length > 0) {
    throw new MynthWebhookError("body_unreadable", { details: { declaredLength, receivedLength: bytes.length } });
  }
  return bytes;
}

function collectEvents(stream: EventStream, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) {
      reject(new MynthWebhookError("body_unreadable"));
      return;
    }
    const chunks = new Chunks(limit);
    stream.on("data", add);
    stream.on("end", end);
    stream.on("error", fail);
    stream.on("close", fail);
    // A listener does not start a stream that somebody has paused.
    if (stream.readableFlowing === false) stream.resume();

    function add(chunk: Chunk) {
      if (chunks.add(chunk)) return;
      stopListening();
      reject(createTooLargeError(limit));
    }
    function end() {
      stopListening();
      resolve(chunks.join());
    }
    function fail(cause?: unknown) {
      stopListening();
      reject(new MynthWebhookError("body_unreadable", { cause, details: { receivedLength: chunks.length } }));
    }
    function stopListening() {
      stream.off("data", add);
      stream.off("end", end);
      stream.off("close", fail);
    }
  });
}

async function collectChunks(stream: AsyncIterable<Chunk> | ByteStream, limit: number): Promise<Uint8Array> {
  const chunks = new Chunks(limit);
  try {
    for await (const chunk of isWebStream(stream) ? readChunks(stream) : stream) {
      if (!chunks.add(chunk)) throw createTooLargeError(limit);
    }
  } catch (cause) {
    if (cause instanceof MynthWebhookError) throw cause;
    throw new MynthWebhookError("body_unreadable", { cause, details: { receivedLength: chunks.length } });
  }
  return chunks.join();
}

/** Collects the chunks of one body, up to a limit. */
class Chunks {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds a chunk, or returns `false` if it exceeds the limit. */
  add(chunk: Chunk): boolean {
    const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    this.length += bytes.length;
    if (this.length > this.#limit) return false;
    this.#chunks.push(bytes);
    return true;
  }

  join(): Uint8Array {
    const [only] = this.#chunks;
    if (only && this.#chunks.length === 1) return only;
    const bytes = new Uint8Array(this.length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  }
}

function createTooLargeError(limitBytes: number, declaredLength?: number): MynthWebhookError {
  return new MynthWebhookError("body_too_large", {
    details: declaredLength === undefined ? { limitBytes } : { limitBytes, declaredLength },
  });
}
