import type { IncomingRequest } from "../incoming-request.ts";

/** A request whose body is already read. */
export interface RawRequest {
  /** A `Headers` object, or an object with names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as received: bytes, or a string that was decoded without loss. Never reserialized JSON. */
  readonly body: Uint8Array | ArrayBuffer | string;
  /** The URL, needed only with the option `token`. Path and query are enough. */
  readonly url?: string;
}

/** Converts a request to the form that receivers read. */
export function toIncomingRequest({ headers, body, url = "" }: RawRequest): IncomingRequest {
  return { method: "POST", url, header: createHeaderReader(headers), body: toBytes(body) };
}

function createHeaderReader(headers: RawRequest["headers"]): IncomingRequest["header"] {
  if (headers instanceof Headers) return (name) => headers.get(name) ?? undefined;
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name);
}

export function toBytes(body: RawRequest["body"]): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
}
