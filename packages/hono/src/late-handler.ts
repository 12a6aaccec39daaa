import type { Context } from "hono";

/** Watches what a handler returns although somebody else has already responded, such as a timeout. */
export interface LateHandler {
  /** Whether the response has left: somebody in front has responded while the handler still runs. */
  isAnswered(): boolean;
  /** The status of a handler that has ended after the response had left. */
  getStatus(): number | undefined;
  /** Called when a handler ends after the response has left. */
  onEnd(callback: (status: number) => void): void;
}

/**
 * Hono drops a response that a handler returns after somebody else has responded. Once the response has left, which only
 * Node tells, `c` claims to be without one, so that Hono keeps it and its status is known.
 *
 * @returns `undefined` on runtimes that do not tell
 */
export function watchLateHandler(c: Context): LateHandler | undefined {
  const outgoing = getOutgoing(c.env);
  const response = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(c), "res");
  if (outgoing === undefined || response?.get === undefined || response.set === undefined) return undefined;
  const { get, set } = response;
  let { error, finalized } = c;
  let hasFailed = false;
  let status: number | undefined;
  let notify: ((status: number) => void) | undefined;

  Object.defineProperties(c, {
    finalized: {
      configurable: true,
      enumerable: true,
      get: () => finalized && !outgoing.headersSent,
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
        hasFailed ||= outgoing.headersSent;
      },
    },
    res: {
      configurable: true,
      enumerable: true,
      get: () => Reflect.apply(get, c, []),
      set: (value: Response | undefined) => {
        Reflect.apply(set, c, [value]);
        if (!outgoing.headersSent || value === undefined) return;
        // A handler that writes to Node's response itself returns a stand-in.
        const { statusCode } = value.headers.has("x-hono-already-sent") ? outgoing : { statusCode: value.status };
        status = hasFailed ? 500 : statusCode;
        notify?.(status);
      },
    },
  });
  return {
    isAnswered: () => outgoing.headersSent,
    getStatus: () => status,
    onEnd(callback) {
      notify = callback;
    },
  };
}

interface Outgoing {
  readonly headersSent: boolean;
  readonly statusCode: number;
}

function getOutgoing(env: unknown): Outgoing | undefined {
  if (typeof env !== "object" || env === null || !("outgoing" in env)) return undefined;
  return isOutgoing(env.outgoing) ? env.outgoing : undefined;
}

function isOutgoing(value: unknown): value is Outgoing {
  return typeof value === "object" && value !== null && "headersSent" in value && "statusCode" in value;
}
