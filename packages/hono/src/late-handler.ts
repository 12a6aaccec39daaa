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

  /** Replaces the response of `c`, and what Hono notes beside it. Another guard of the request may have done so before. */
  watch(): void {
    if (this.#isOver) return;
    const c = this.#c;
    const [res, error, finalized] = [getAccessor(c, "res"), getAccessor(c, "error"), getAccessor(c, "finalized")];
    Object.defineProperties(c, {
      finalized: {
        configurable: true,
        enumerable: true,
        get: () => Boolean(finalized.get()) && (this.#result !== undefined || !this.isAnswered),
        set: finalized.set,
      },
      error: {
        configurable: true,
        enumerable: true,
        get: error.get,
        set: (value: Error | undefined) => {
          error.set(value);
          if (this.isAnswered) this.#error = value;
        },
      },
      res: {
        configurable: true,
        enumerable: true,
        get: res.get,
        set: (value: Response | undefined) => {
          res.set(value);
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
  const head = outgoing[kHead];
  if (head) head.handlers.push(late);
  else {
    outgoing[kHead] = { handlers: [late], writeHead: outgoing.writeHead };
    outgoing.writeHead = watchAndWriteHead;
  }
  return late;
}

const kHead: unique symbol = Symbol("mynthWebhook: waits for the head of the response");

/** A response of Node that waits for its head. */
interface WatchedOutgoing extends Outgoing {
  [kHead]?: Head;
}

interface Head {
  /** The handlers to watch from then on, one for each guard of the request. */
  readonly handlers: LateHandler[];
  readonly writeHead: NonNullable<Outgoing["writeHead"]>;
}

/** Not a closure: with one for each request, the garbage collector took half of the time of a delivery (Node 20). */
function watchAndWriteHead(this: WatchedOutgoing, ...args: never[]): unknown {
  const head = this[kHead];
  if (head === undefined) return undefined;
  for (const late of head.handlers.splice(0)) late.watch();
  return Reflect.apply(head.writeHead, this, args);
}

/** A property of `c`, which may be a field, or an accessor of its own or of its class. */
interface Accessor {
  get(): unknown;
  set(value: unknown): void;
}

function getAccessor(c: Context, name: "res" | "error" | "finalized"): Accessor {
  const found =
    Object.getOwnPropertyDescriptor(c, name) ?? Object.getOwnPropertyDescriptor(Object.getPrototypeOf(c), name);
  if (found?.get && found.set) {
    const { get, set } = found;
    return { get: () => Reflect.apply(get, c, []), set: (value) => void Reflect.apply(set, c, [value]) };
  }
  let value: unknown = found?.value;
  return {
    get: () => value,
    set: (next) => {
      value = next;
    },
  };
}
