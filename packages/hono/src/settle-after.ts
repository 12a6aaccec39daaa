import type { DeliverOutcome } from "@mynth-webhooks/core";
import { settleAtEnd } from "@mynth-webhooks/core/web";
import type { Context } from "hono";

/** Runs the next handler, and settles with its status. */
export async function settleAfter(next: () => Promise<void>, c: Context, { settle }: DeliverOutcome): Promise<void> {
  try {
    await next();
  } catch (error) {
    await settle(500);
    throw error;
  }
  // Without a response, reading `c.res` would create one with status 200.
  if (!c.finalized) return settle(500);
  const status = c.error ? 500 : c.res.status;
  const { body } = c.res;
  if (body === null) return settle(status);
  c.res = new Response(settleAtEnd(body, status, settle), c.res);
}
