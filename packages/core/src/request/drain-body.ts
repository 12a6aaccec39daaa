import type { ByteStream, ByteStreamReader, RequestBody } from "../incoming-request.ts";
import { type Chunk, type EventStream, isEventStream, isWebBody, isWebStream } from "./body-stream.ts";

/** The most time (milliseconds) and the most bytes to drain before the connection is closed. */
const discardTime = 1000;
const discardBytes = 16 * 1024 * 1024;

/**
 * Discards the rest of a rejected body, for a bounded time and amount. Closing a connection while the sender still
 * writes resets it, and the response is lost.
 */
export async function drainBody(body: RequestBody): Promise<void> {
  if (isEventStream(body)) {
    if (!body.destroyed && !body.readableEnded) await discardEvents(body);
    return;
  }
  const stream = isWebBody(body) ? (body.body ?? undefined) : body;
  if (isWebStream(stream) && !stream.locked) await discardChunks(stream);
}

function discardEvents(stream: EventStream): Promise<void> {
  return new Promise((resolve) => {
    let discarded = 0;
    const timer = setTimeout(finish, discardTime);
    stream.on("data", count);
    stream.on("end", finish);
    stream.on("close", finish);
    // This listener stays: an error without a listener would end the process.
    stream.on("error", finish);
    stream.resume();

    function count(chunk: Chunk) {
      discarded += chunk.length;
      if (discarded > discardBytes) finish();
    }
    function finish() {
      clearTimeout(timer);
      stream.off("data", count);
      stream.off("end", finish);
      stream.off("close", finish);
      resolve();
    }
  });
}

async function discardChunks(stream: ByteStream): Promise<void> {
  const reader = stream.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, discardTime);
  });
  // A failed stream has nothing left to discard.
  await Promise.race([readToEnd(reader).catch(() => {}), timeUp]);
  clearTimeout(timer);
  // Not canceled: on Node that destroys the connection, and the response with it.
  reader.releaseLock();
}

async function readToEnd(reader: ByteStreamReader): Promise<void> {
  let discarded = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    discarded += next.value?.length ?? 0;
    if (discarded > discardBytes) return;
  }
}
