import type { Context } from "hono";
import { getOutgoing, isAlreadySent } from "./outgoing.ts";

/** The result of a handler that ends after the response has left. */
interface LateResult {
  readonly status: number;
  /** The error, if it threw one. */
  readonly error: Error | undefined;
}

/** Watches for the result of a handler that ends after somebody else has responded, such as a timeout. */
export interface LateHandler {
  /** Whether the response has left. */
  isAnswered(): boolean;
  /** The latest result after that. */
  getResult(): LateResult | undefined;
  /** Called with the next result. */
  onResult(callback: (result: LateResult) => void): void;
}

/**
 * Hono drops a response that a handler returns after somebody else has responded. Once the response has left, which only
 * Node tells, `c` is without one until the handler ends, so that Hono keeps it and its status is known.
 *
 * @returns `undefined` on runtimes that do not tell
 */
export function watchLateHandler(c: Context): LateHandler | undefined {
  const outgoing = getOutgoing(c.env);
  const response = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(c), "res");
  if (outgoing === undefined || response?.get === undefined || response.set === undefined) return undefined;
  const { get, set } = response;
  let { error, finalized } = c;
  let lateError: Error | undefined;
  let result: LateResult | undefined;
  let notify: ((result: LateResult) => void) | undefined;

  Object.defineProperties(c, {
    finalized: {
      configurable: true,
      enumerable: true,
      get: () => finalized && (result !== undefined || !outgoing.headersSent),
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
        if (outgoing.headersSent) lateError = value;
      },
    },
    res: {
      configurable: true,
      enumerable: true,
      get: () => Reflect.apply(get, c, []),
      set: (value: Response | undefined) => {
        Reflect.apply(set, c, [value]);
        if (!outgoing.headersSent || value === undefined) return;
        const status = isAlreadySent(value) ? outgoing.statusCode : value.status;
        result = { status: lateError ? 500 : status, error: lateError };
        notify?.(result);
      },
    },
  });
  return {
    isAnswered: () => outgoing.headersSent,
    getResult: () => result,
    onResult(callback) {
      // The next one counts: this one was another timeout's.
      lateError = undefined;
      result = undefined;
      notify = callback;
    },
  };
}
