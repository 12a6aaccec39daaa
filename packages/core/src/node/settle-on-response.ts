import type { DeliverOutcome } from "../outcome.ts";

/** The used part of Node's HTTP/1 and HTTP/2 responses. */
interface Response {
  readonly statusCode: number;
  readonly writableEnded: boolean;
  end: (...args: never[]) => unknown;
  destroy?: (...args: never[]) => unknown;
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
  let isClosed = false;
  // No event follows if the connection was gone first, so the call of end() tells.
  const { destroy, end } = response;
  response.end = (...args) => {
    const ended: unknown = Reflect.apply(end, response, args);
    void settle(response.statusCode);
    return ended;
  };
  // A response that is destroyed here has failed, as a stream that breaks off. After "close", the sender has left.
  if (destroy) {
    response.destroy = (...args) => {
      if (!isClosed && !response.writableEnded) void settle(500);
      return Reflect.apply(destroy, response, args);
    };
  }
  // Middleware in front may have captured the end() before this one, as express-session does.
  response.once("finish", settleSoon);
  response.once("close", () => {
    isClosed = true;
    settleSoon();
  });

  /** Serverless wrappers emit "finish" before `writableEnded` is true, and no "close" follows. */
  function settleSoon(): void {
    queueMicrotask(() => {
      if (response.writableEnded) void settle(response.statusCode);
    });
  }
}
