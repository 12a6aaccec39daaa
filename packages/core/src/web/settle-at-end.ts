import type { DeliverOutcome } from "../outcome.ts";

type Settle = DeliverOutcome["settle"];

/**
 * Passes a response body on, and settles at its end, because a stream may fail after the status is sent.
 *
 * @remarks The body is read even if the sender has left, so that the result of the handler is known. Its end waits for
 * the store.
 */
export function settleAtEnd(
  body: ReadableStream<Uint8Array>,
  status: number,
  settle: Settle,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let cancelled = false;
  return new ReadableStream({
    start(controller) {
      void pump(controller);
    },
    // The handler may still be running, and a retry must not run at the same time: the lease expires instead.
    cancel(reason) {
      cancelled = true;
      return reader.cancel(reason);
    },
  });

  async function pump(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) controller.enqueue(chunk.value);
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
