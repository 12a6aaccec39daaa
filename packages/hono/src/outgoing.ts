/** The used part of Node's response, which `@hono/node-server` passes as `c.env.outgoing`. */
export interface Outgoing {
  readonly headersSent: boolean;
  readonly statusCode: number;
  readonly writableEnded: boolean;
  end: (...args: never[]) => unknown;
  destroy: (...args: never[]) => unknown;
  /** Called before the first byte is sent, by Node itself too. Absent from imitations of a response. */
  writeHead?: (...args: never[]) => unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
}

/** Returns Node's response, if there is one. */
export function getOutgoing(env: unknown): Outgoing | undefined {
  if (typeof env !== "object" || env === null || !("outgoing" in env)) return undefined;
  return isOutgoing(env.outgoing) ? env.outgoing : undefined;
}

function isOutgoing(value: unknown): value is Outgoing {
  return typeof value === "object" && value !== null && "headersSent" in value && "writableEnded" in value;
}

/** Whether a response is the stand-in that a handler returns if it writes to Node's response itself. */
export function isAlreadySent(response: Response): boolean {
  return response.headers.has("x-hono-already-sent");
}
