import type { DeliverOutcome } from "@mynth-webhooks/core";
import { settleAtEnd } from "@mynth-webhooks/core/web";
import type { Context } from "hono";
import { getHandling } from "./handling.ts";
import { watchLateHandler } from "./late-handler.ts";

/** Runs the next handler, and settles with its status, whoever responds. */
export async function settleAfter(next: () => Promise<void>, c: Context, outcome: DeliverOutcome): Promise<void> {
  const { delivery, settle } = outcome;
  const late = watchLateHandler(c);
  try {
    await next();
  } catch (error) {
    await settle(500);
    throw error;
  }
  // Somebody in front has responded, and nobody gets the response of this handler.
  if (late?.isAnswered()) return settle(late.getStatus() ?? 500);
  if (isTimeout(c.error)) {
    // A timeout behind has responded, and the handler still runs. If it never ends, the lease expires.
    late?.onEnd((status) => void settle(status));
    getHandling(delivery)?.then(
      () => settle(200),
      () => settle(500),
    );
    return;
  }
  // Reading `c.res` of a handler without a response would make one, with status 200.
  if (!c.finalized) return settle(500);
  const status = c.error ? 500 : c.res.status;
  const { body } = c.res;
  if (body === null || body.locked) return settle(status);
  c.res = new Response(settleAtEnd(body, status, settle), c.res);
}

/** Hono's `timeout` throws 504 unless it is given an error of its own, and 408 is the other status of a timeout. */
function isTimeout(error: Error | undefined): boolean {
  return error !== undefined && "status" in error && (error.status === 504 || error.status === 408);
}
