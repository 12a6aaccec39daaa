import type { DeliverOutcome } from "../outcome.ts";

/** The used part of Node's HTTP/1 and HTTP/2 responses. */
interface Response {
  readonly statusCode: number;
  readonly writableEnded: boolean;
  end: (...args: never[]) => unknown;
  destroy?: (...args: never[]) => unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
}

type Settle = DeliverOutcome["settle"];

/**
 * Settles a claim with the status of the response, once the handler has ended it.
 *
 * @remarks A dropped connection settles nothing: the handler may still be running, and a retry must not run at the same
 * time. If the handler never ends the response, the lease expires.
 */
export function settleOnResponse(response: Response, { delivery, settle }: DeliverOutcome): void {
  if (delivery.claim === undefined) return;
  const observed: ObservedResponse = response;
  const observer = observed[kObserver];
  // Several guards of one request settle with one response.
  if (observer) observer.add(settle);
  else observed[kObserver] = new Observer(observed, settle);
}

const kObserver: unique symbol = Symbol("mynthWebhook: waits for the end of the response");

/** A response whose end is observed. */
interface ObservedResponse extends Response {
  [kObserver]?: Observer;
}

/**
 * Observes the end of one response. Its methods are replaced by shared functions: with closures for each request, the garbage
 * collector took half of the time of a delivery (Node 20).
 */
class Observer {
  readonly #response: Response;
  readonly #settles: Settle[];
  readonly end: Response["end"];
  readonly destroy: Response["destroy"];
  /** Whether the connection is gone. */
  isClosed = false;

  constructor(response: ObservedResponse, settle: Settle) {
    this.#response = response;
    this.#settles = [settle];
    this.end = response.end;
    this.destroy = response.destroy;
    // No event follows if the connection was gone first, so the call of end() tells.
    response.end = endAndSettle;
    if (response.destroy) response.destroy = settleAndDestroy;
    // Middleware in front may have captured the end() before this one, as express-session does.
    response.once("finish", settleSoon);
    response.once("close", close);
  }

  add(settle: Settle): void {
    this.#settles.push(settle);
  }

  settle(status = this.#response.statusCode): void {
    for (const settle of this.#settles) void settle(status);
  }

  /** Serverless wrappers emit "finish" before `writableEnded` is true, and no "close" follows. */
  settleSoon(): void {
    queueMicrotask(() => {
      if (this.#response.writableEnded) this.settle();
    });
  }
}

function endAndSettle(this: ObservedResponse, ...args: never[]): unknown {
  const observer = this[kObserver];
  if (observer === undefined) return undefined;
  const ended: unknown = Reflect.apply(observer.end, this, args);
  observer.settle();
  return ended;
}

/** A response that is destroyed here has failed, as a stream that breaks off. After "close", the sender has left. */
function settleAndDestroy(this: ObservedResponse, ...args: never[]): unknown {
  const observer = this[kObserver];
  if (observer?.destroy === undefined) return undefined;
  if (!observer.isClosed && !this.writableEnded) observer.settle(500);
  return Reflect.apply(observer.destroy, this, args);
}

function settleSoon(this: ObservedResponse): void {
  this[kObserver]?.settleSoon();
}

function close(this: ObservedResponse): void {
  const observer = this[kObserver];
  if (observer === undefined) return;
  observer.isClosed = true;
  observer.settleSoon();
}
