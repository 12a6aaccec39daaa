import { getHeader, type IncomingRequest } from "../incoming-request.ts";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a method is safe (RFC 9110, section 9.2.1), and so brings no delivery. */
export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method);
}

/** Whether a request has a body, which servers accept with every method. */
export function hasBody(request: IncomingRequest): boolean {
  const length = getHeader(request, "content-length");
  if (length !== undefined && Number(length) !== 0) return true;
  return request.hasUndeclaredBody === true || getHeader(request, "transfer-encoding") !== undefined;
}
