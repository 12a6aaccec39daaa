import type { IncomingRequest, WebBody } from "../incoming-request.ts";

/** The used part of a web `Request`, of any implementation. */
export interface WebRequest extends WebBody {
  /** The HTTP method. */
  readonly method: string;
  /** The URL. */
  readonly url: string;
  /** The headers. */
  readonly headers: {
    /** Returns a header by its name in any case. */
    get(name: string): string | null;
  };
  /** Whether somebody has read the body. */
  readonly bodyUsed: boolean;
}

const consumedHint =
  "Something read the body of the Request first. Pass the request itself before anybody reads it, or a clone that was made before.";

/** Converts a web `Request` to the form that receivers read. */
export function fromWebRequest(request: WebRequest): IncomingRequest {
  return {
    method: request.method,
    url: request.url,
    header: (name) => request.headers.get(name) ?? undefined,
    body: isConsumed(request) ? undefined : request,
    // A GET or HEAD has no body on the web, and other methods are verified anyway.
    hasUndeclaredBody: request.method === "OPTIONS" && request.body !== null,
    explainConsumed: () => consumedHint,
  };
}

/** Asking a request whose body is locked throws on some servers (srvx 0.11). */
function isConsumed(request: WebRequest): boolean {
  try {
    return request.bodyUsed;
  } catch {
    return true;
  }
}

/** Whether a value is a web `Request`, of any implementation. */
export function isWebRequest(value: unknown): value is WebRequest {
  if (typeof value !== "object" || value === null) return false;
  return "arrayBuffer" in value && typeof value.arrayBuffer === "function" && "bodyUsed" in value && "headers" in value;
}
