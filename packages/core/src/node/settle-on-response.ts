import type { DeliverOutcome } from "../outcome.ts";

/** The part of Node's responses, of HTTP/1 and HTTP/2, that tells when a handler has come to its end. */
interface Response {
  readonly statusCode: number;
  readonly writableEnded: boolean;
  /** Of HTTP/1. */
  readonly destroyed?: boolean;
  /** Of HTTP/2. */
  readonly stream?: { readonly destroyed: boolean };
  end: (...args: never[]) => unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
}

/**
 * Settles with the status of a response once its handler has ended it, whether or not the sender was still there to read
 * it. A connection that drops while the handler runs settles nothing yet: the handler may still do its work, and a retry
 * must not run beside it. If it never comes to an end, the lease does.
 */
export function settleOnResponse(response: Response, { delivery, settle }: DeliverOutcome): void {
  if (delivery.claim === undefined) return;
  // The sender may have left while the store was asked, and then nothing more is told.
  if (response.destroyed || response.stream?.destroyed) {
    settleAtEnd();
    return;
  }
  // HTTP/2 tells of "finish" also where a stream was reset before its end.
  response.once("finish", settleIfEnded);
  response.once("close", () => settleIfEnded() || settleAtEnd());

  function settleIfEnded(): boolean {
    if (response.writableEnded) void settle(response.statusCode);
    return response.writableEnded;
  }

  /** Of a response that is ended when its connection is gone, no event tells that HTTP/1 and HTTP/2 have both. */
  function settleAtEnd(): void {
    const { end } = response;
    response.end = (...args) => {
      response.end = end;
      const ended: unknown = Reflect.apply(end, response, args);
      void settle(response.statusCode);
      return ended;
    };
  }
}
