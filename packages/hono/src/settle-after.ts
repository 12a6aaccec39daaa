import type { DeliverOutcome } from "@mynth-webhooks/core";
import { settleOnResponse } from "@mynth-webhooks/core/node";
import { settleOnWebResponse } from "@mynth-webhooks/core/web";
import type { Context } from "hono";
import { getHandling } from "./handling.ts";
import { watchLateHandler } from "./late-handler.ts";
import { getOutgoing, isAlreadySent } from "./outgoing.ts";
import { createTimeoutCheck } from "./timeouts.ts";

/**
 * Runs the next handler, and settles with its result, whoever responds.
 *
 * @param hasNames whether functions have their names, which a minifier removes
 */
export async function settleAfter(
  next: () => Promise<void>,
  c: Context,
  outcome: DeliverOutcome,
  hasNames: boolean,
): Promise<void> {
  const { delivery, settle } = outcome;
  const isTimeout = createTimeoutCheck(c, hasNames);
  const late = watchLateHandler(c);
  try {
    await next();
  } catch (error) {
    await settle(500);
    throw error;
  }
  const handling = c.error && getHandling(delivery);
  if (handling) return settleWith(handling, outcome);
  const isAnswered = late?.isAnswered && !(c.finalized && isAlreadySent(c.res));
  const result = isAnswered ? late?.result : undefined;
  if (isTimeout(isAnswered ? result?.error : c.error)) {
    // The handler still runs. If it never ends, or nobody tells, the lease expires.
    late?.onResult(({ status }) => void settle(status));
  } else if (isAnswered) {
    await settle(result?.status ?? 500);
  } else {
    late?.end();
    await settleWithResponse(c, outcome);
  }
}

/** The work of `on()` decides, although a timeout has responded. It may go on. */
function settleWith(handling: Promise<unknown>, { settle }: DeliverOutcome): void {
  handling.then(
    () => settle(200),
    () => settle(500),
  );
}

async function settleWithResponse(c: Context, outcome: DeliverOutcome): Promise<void> {
  const { settle } = outcome;
  // Without a response, reading `c.res` would create one with status 200.
  if (!c.finalized) return settle(500);
  const outgoing = getOutgoing(c.env);
  if (outgoing && isAlreadySent(c.res)) {
    if (outgoing.writableEnded) return settle(outgoing.statusCode);
    return settleOnResponse(outgoing, outcome);
  }
  const { res } = c;
  const settled = await settleOnWebResponse(res, outcome, c.error ? 500 : res.status);
  if (settled !== res) c.res = settled;
}
