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
  let resume = () => {};
  return new ReadableStream(
    {
      // Not in pull(): some servers cancel a response at once if the sender has left, before they pull.
      start(controller) {
        void pump(controller);
      },
      pull: () => resume(),
      // The handler may still be running, and a retry must not run at the same time: the lease expires instead.
      cancel(reason) {
        cancelled = true;
        resume();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: readAhead, size: getSize },
  );

  async function pump(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        if (cancelled) return;
        controller.enqueue(chunk.value);
        if ((controller.desiredSize ?? 0) <= 0) await new Promise<void>((wake) => (resume = wake));
      }
      if (cancelled) return;
      await settle(status);
      controller.close();
    } catch (error) {
      if (cancelled) return;
      await settle(500);
      controller.error(error);
    }
  }
}

/** Runtimes send bytes only. */
function getSize(chunk: Uint8Array): number {
  if (ArrayBuffer.isView(chunk)) return chunk.byteLength;
  throw new TypeError("The body of a response must be a stream of bytes.");
}
