import type { DeliverOutcome } from "@mynth-webhooks/core";
import type { Context } from "hono";

type Settle = DeliverOutcome["settle"];

/** Runs what comes next, and settles with what it came to. */
export async function settleAfter(next: () => Promise<void>, c: Context, { settle }: DeliverOutcome): Promise<void> {
  try {
    await next();
  } catch (error) {
    await settle(500);
    throw error;
  }
  // To look at `c.res` would make the answer of a handler that gave none, and it would be a 200.
  if (!c.finalized) return settle(500);
  const status = c.error ? 500 : c.res.status;
  const { body } = c.res;
  if (body === null) return settle(status);
  c.res = new Response(settledAtEnd(body, status, settle), c.res);
}

/**
 * An answer may be a stream that is still to fail: what counts is its end, which waits for the store. It is read as it
 * comes, whether or not the sender is there to take it, so that a handler that did its work is known to have.
 */
function settledAtEnd(body: ReadableStream<Uint8Array>, status: number, settle: Settle): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let cancelled = false;
  return new ReadableStream({
    start(controller) {
      void pump(controller);
    },
    // The handler may still be at work, and a retry must not run beside it: nothing is settled, and the lease ends.
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
