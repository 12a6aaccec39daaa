/** The events of a Node stream: taken instead of its iterator where it has them, since they cost less. */
export interface EventStream extends AsyncIterable<Chunk> {
  on(event: string, listener: (argument: never) => void): unknown;
  off(event: string, listener: (argument: never) => void): unknown;
  resume(): unknown;
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
}

/** A piece of a body. */
export type Chunk = Uint8Array | string;

/** Whether a body is a stream of Node's. */
export function isEventStream(body: AsyncIterable<Chunk>): body is EventStream {
  return "on" in body && typeof body.on === "function" && "off" in body && "resume" in body;
}

/** Whether a body is a web stream. */
export function isWebStream(body: AsyncIterable<Chunk>): body is ReadableStream<Uint8Array> {
  return "getReader" in body && typeof body.getReader === "function";
}

/**
 * The chunks of a web stream. Its own iterator cancels it when a loop is left early, and Bun and Workers then close the
 * connection under a sender that still writes, which loses the answer.
 */
export async function* readChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.releaseLock();
  }
}
