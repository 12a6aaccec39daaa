import { MynthWebhookError } from "../error.ts";
import type { RequestBody } from "../incoming-request.ts";
import { type Chunk, type EventStream, isEventStream, isWebStream, readChunks } from "./body-stream.ts";

const encoder = new TextEncoder();

/**
 * Reads a body of at most `limit` bytes.
 *
 * @throws {MynthWebhookError} `body_already_consumed`, `body_too_large` or `body_unreadable`
 */
export function readBody(
  body: RequestBody,
  limit: number,
  declaredLength: number | undefined,
): Uint8Array | Promise<Uint8Array> {
  if (body === undefined) throw new MynthWebhookError("body_already_consumed");
  if (body instanceof Uint8Array) {
    if (body.length > limit) throw createTooLargeError(limit);
    return body;
  }
  if (declaredLength !== undefined && declaredLength > limit) throw createTooLargeError(limit, declaredLength);
  return readStream(body, limit, declaredLength);
}

async function readStream(
  body: AsyncIterable<Chunk>,
  limit: number,
  declaredLength: number | undefined,
): Promise<Uint8Array> {
  const bytes = await (isEventStream(body) ? collectEvents(body, limit) : collectChunks(body, limit));
  if (declaredLength !== undefined && declaredLength !== bytes.length) {
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

async function collectChunks(stream: AsyncIterable<Chunk>, limit: number): Promise<Uint8Array> {
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
    if (only !== undefined && this.#chunks.length === 1) return only;
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
