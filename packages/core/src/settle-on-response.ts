import type { DeliverOutcome } from "./outcome.ts";

/** The part of Node's `http.ServerResponse` that tells when a handler has come to its end. */
interface Response {
  readonly statusCode: number;
  readonly writableEnded: boolean;
  once(event: "finish" | "close" | "prefinish", listener: () => void): unknown;
}

/**
 * Settles with the status of a response once its handler has ended it, whether or not the sender was still there to read
 * it. A connection that drops while the handler runs settles nothing yet: the handler may still do its work, and a retry
 * must not run beside it. If it never comes to an end, the lease does.
 */
export function settleOnResponse(response: Response, { delivery, settle }: DeliverOutcome): void {
  if (delivery.claim === undefined) return;
  const end = () => void settle(response.statusCode);
  response.once("finish", end);
  response.once("close", () => {
    if (response.writableEnded) end();
    // Emitted when the response is ended, on a closed connection too, where "finish" never comes.
    else response.once("prefinish", end);
  });
}
