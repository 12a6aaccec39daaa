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
  if (hasBufferedBody(response)) return settled(status);
  const { body } = response;
  // The runtime cannot send it.
  if (response.bodyUsed || body?.locked) return settled(500);
  // Only a runtime makes other statuses, such as that of an upgraded connection, and only other libraries other bodies.
  const canBeCopied = response.status >= 200 && response.status <= 599 && typeof body?.getReader === "function";
  if (body === null || !canBeCopied) return settled(status);
  return new Response(settleAtEnd(body, status, settle), response);

  async function settled(status: number): Promise<Response> {
    await settle(status);
    return response;
  }
}
