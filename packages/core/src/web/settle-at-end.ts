import type { DeliverOutcome } from "../outcome.ts";

type Settle = DeliverOutcome["settle"];

/** How much of a body is read before somebody wants it, in bytes. */
const readAhead = 65_536;

/**
 * Passes a response body on, and settles at its end, because a stream may fail after the status is sent.
 *
 * @remarks A small body is read to its end even if the sender has left, so that the result of the handler is known. The end
 * waits for the store.
 */
export function settleAtEnd(
  body: ReadableStream<Uint8Array>,
  status: number,
  settle: Settle,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let cancelled = false;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (cancelled) return;
          if (!done) return controller.enqueue(value);
          await settle(status);
          controller.close();
        } catch (error) {
          if (cancelled) return;
          await settle(500);
          controller.error(error);
        }
      },
      // The handler may still be running, and a retry must not run at the same time: the lease expires instead.
      cancel(reason) {
        cancelled = true;
        return reader.cancel(reason);
      },
    },
    { highWaterMark: readAhead, size: getSize },
  );
}

/** Runtimes send bytes only. */
function getSize(chunk: Uint8Array): number {
  if (ArrayBuffer.isView(chunk)) return chunk.byteLength;
  throw new TypeError("The body of a response must be a stream of bytes.");
}
