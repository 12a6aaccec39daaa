import type { DeliverOutcome } from "../outcome.ts";
import { hasBufferedBody } from "./has-buffered-body.ts";
import { settleAtEnd } from "./settle-at-end.ts";

/**
 * Settles a claim with a web `Response`, and returns the response to send. A stream is watched to its end, because it
 * may fail after the status is sent.
 *
 * @param status the result of the handler, if it differs from the status of the response
 */
export async function settleOnWebResponse(
  response: Response,
  { delivery, settle }: DeliverOutcome,
  status: number = response.status,
): Promise<Response> {
  if (delivery.claim === undefined) return response;
  // Nobody but the runtime can make a response with such a status: an upgraded connection.
  const canBeCopied = response.status >= 200;
  if (!canBeCopied || hasBufferedBody(response) || response.body === null || response.body.locked) {
    await settle(status);
    return response;
  }
  return new Response(settleAtEnd(response.body, status, settle), response);
}
