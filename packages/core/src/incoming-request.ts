/**
 * The bytes of a request, or the stream they will come from; `undefined` when an earlier parser has eaten them and
 * nobody kept them. A Node stream on which somebody called `setEncoding()` gives text.
 */
export type RequestBody = Uint8Array | AsyncIterable<Uint8Array | string> | undefined;

/** One HTTP request as an adapter hands it over: nothing read, nothing decided. */
export interface IncomingRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** Path and query are enough. */
  readonly url: string;
  /** The route's parameters, where the framework has matched some: an object of texts. */
  readonly params?: unknown;
  /** A header's value by its lower-case name; an array where the framework keeps repeated headers apart. */
  readonly header: (name: string) => string | readonly string[] | undefined;
  /** Touched only when the headers are worth it, so a getter may do work. */
  readonly body: RequestBody;
  /** The framework's own limit for this route in bytes, where it has one. The `bodyLimit` option counts more. */
  readonly bodyLimit?: number | undefined;
}

/**
 * Reads one header as one string. Repeated headers are joined with a comma, as HTTP defines it.
 */
export function getHeader(incoming: Pick<IncomingRequest, "header">, name: string): string | undefined {
  const value = incoming.header(name);
  return typeof value === "object" ? value.join(",") : value;
}
