import type { DeliverOutcome } from "../outcome.ts";

/** The used part of Node's HTTP/1 and HTTP/2 responses. */
interface Response {
  readonly statusCode: number;
  readonly writableEnded: boolean;
  /** Only in HTTP/1. */
  readonly destroyed?: boolean;
  /** Only in HTTP/2. */
  readonly stream?: { readonly destroyed: boolean };
  end: (...args: never[]) => unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
}

/**
 * Settles a claim with the status of the response, once the handler has ended it.
 *
 * @remarks A dropped connection settles nothing: the handler may still be running, and a retry must not run at the same
 * time. If the handler never ends the response, the lease expires.
 */
export function settleOnResponse(response: Response, { delivery, settle }: DeliverOutcome): void {
  if (delivery.claim === undefined) return;
  // If the sender left while the store was asked, no event follows.
  if (response.destroyed || response.stream?.destroyed) {
    settleInEnd();
    return;
  }
  // HTTP/2 also emits "finish" if a stream was reset before its end.
  response.once("finish", settleIfEnded);
  response.once("close", () => settleIfEnded() || settleInEnd());

  function settleIfEnded(): boolean {
    if (response.writableEnded) void settle(response.statusCode);
    return response.writableEnded;
  }

  /** Settles in `end`: no event of both HTTP/1 and HTTP/2 follows if a response ends after its connection. */
  function settleInEnd(): void {
    const { end } = response;
    response.end = (...args) => {
      response.end = end;
      const ended: unknown = Reflect.apply(end, response, args);
      void settle(response.statusCode);
      return ended;
    };
  }
}
