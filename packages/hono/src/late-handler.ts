import type { Context } from "hono";
import { getOutgoing, isAlreadySent, type Outgoing } from "./outgoing.ts";

/** The result of a handler that ends after the response has left. */
interface LateResult {
  readonly status: number;
  /** The error, if it threw one. */
  readonly error: Error | undefined;
}

/**
 * Watches for the result of a handler that ends after somebody else has responded, such as a timeout. Hono drops its
 * response. Once the response has left, which only Node tells, `c` is without one until the handler ends, so that Hono keeps
 * it and its status is known.
 */
export class LateHandler {
  readonly #c: Context;
  readonly #outgoing: Outgoing;
  #error: Error | undefined;
  #result: LateResult | undefined;
  #notify: ((result: LateResult) => void) | undefined;
  #isOver = false;

  constructor(c: Context, outgoing: Outgoing) {
    this.#c = c;
    this.#outgoing = outgoing;
  }

  /** Whether the response has left. */
  get isAnswered(): boolean {
    return this.#outgoing.headersSent;
  }

  /** The latest result after that. */
  get result(): LateResult | undefined {
    return this.#result;
  }

  /** Calls back with the next result. The one before was another timeout's. */
  onResult(callback: (result: LateResult) => void): void {
    this.#error = undefined;
    this.#result = undefined;
    this.#notify = callback;
  }

  /** Ends the watch before it begins: the handler has ended first. */
  end(): void {
    this.#isOver = true;
  }

  /** Replaces the response of `c`, and what Hono notes beside it. */
  watch(): void {
    if (this.#isOver) return;
    const c = this.#c;
    const response = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(c), "res");
    if (response?.get === undefined || response.set === undefined) return;
    const { get, set } = response;
    let { error, finalized } = c;
    Object.defineProperties(c, {
      finalized: {
        configurable: true,
        enumerable: true,
        get: () => finalized && (this.#result !== undefined || !this.isAnswered),
        set: (value: boolean) => {
          finalized = value;
        },
      },
      error: {
        configurable: true,
        enumerable: true,
        get: () => error,
        set: (value: Error | undefined) => {
          error = value;
          if (this.isAnswered) this.#error = value;
        },
      },
      res: {
        configurable: true,
        enumerable: true,
        get: () => Reflect.apply(get, c, []),
        set: (value: Response | undefined) => {
          Reflect.apply(set, c, [value]);
          if (this.isAnswered && value !== undefined) this.#keep(value);
        },
      },
    });
  }

  #keep(response: Response): void {
    const status = isAlreadySent(response) ? this.#outgoing.statusCode : response.status;
    this.#result = { status: this.#error ? 500 : status, error: this.#error };
    this.#notify?.(this.#result);
  }
}

/**
 * Watches the handler behind the guard from when somebody responds while it runs. Most handlers end before that, and
 * changing `c` costs more than the rest of this package.
 *
 * @returns `undefined` on runtimes that do not tell
 */
export function watchLateHandler(c: Context): LateHandler | undefined {
  const outgoing: WatchedOutgoing | undefined = getOutgoing(c.env);
  if (outgoing === undefined) return undefined;
  const late = new LateHandler(c, outgoing);
  if (outgoing.headersSent || outgoing.writeHead === undefined) {
    late.watch();
    return late;
  }
  outgoing[kWatch] = { late, writeHead: outgoing.writeHead, earlier: outgoing[kWatch] };
  outgoing.writeHead = watchAndWriteHead;
  return late;
}

const kWatch: unique symbol = Symbol("mynthWebhook: waits for the head of the response");

/** A response of Node, with the watch of the latest guard of its request. */
interface WatchedOutgoing extends Outgoing {
  [kWatch]?: Watch | undefined;
}

interface Watch {
  readonly late: LateHandler;
  readonly writeHead: NonNullable<Outgoing["writeHead"]>;
  /** The watch of the guard before, if the request has several. */
  readonly earlier: Watch | undefined;
}

/** Not a closure: with one for each request, the garbage collector took half of the time of a delivery (Node 20). */
function watchAndWriteHead(this: WatchedOutgoing, ...args: never[]): unknown {
  const watch = this[kWatch];
  if (watch === undefined) return undefined;
  this[kWatch] = watch.earlier;
  this.writeHead = watch.writeHead;
  watch.late.watch();
  return Reflect.apply(watch.writeHead, this, args);
}
