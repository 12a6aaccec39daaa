/**
 * The bytes of a request, a stream of them, or a web `Request`; `undefined` if a body parser already consumed them and
 * kept none. A Node stream yields strings after `setEncoding()`.
 */
export type RequestBody = Uint8Array | AsyncIterable<Uint8Array | string> | ByteStream | WebBody | undefined;

/** The used part of a web `ReadableStream`: the types of browsers, workers, Node, Bun and Deno differ in the rest. */
export interface ByteStream {
  /** Whether somebody is reading it. */
  readonly locked: boolean;
  /** Starts to read. */
  getReader(): ByteStreamReader;
}

/** The used part of a `ReadableStreamDefaultReader`. */
export interface ByteStreamReader {
  /** Returns the next chunk. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Lets others read the rest. */
  releaseLock(): void;
}

/** The part of a web `Request` that reads its body. */
export interface WebBody {
  /** Reads the whole body. It is called only if the declared length is within the limit, or if there is no stream. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The body as a stream, or `null` if there is none; absent if the framework has already read it. */
  readonly body?: ByteStream | null;
}

/** The part of a `Delivery` that a later receiver of the same request needs. */
export interface EarlierDelivery {
  /** The body, byte for byte as received. */
  readonly rawBody: Uint8Array;
  /** The claim of the earlier receiver, if it has a store. */
  readonly claim?: { readonly key: string; readonly owner: string; readonly retention: number };
}

/** One HTTP request as an adapter passes it to the receiver, with an unread body. */
export interface IncomingRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The URL. Path and query are enough. */
  readonly url: string;
  /** The route's parameters, if the framework has matched some: an object of strings. */
  readonly params?: unknown;
  /** Returns a header by its lowercase name; an array if the framework keeps repeated headers apart. */
  readonly header: (name: string) => string | readonly string[] | undefined;
  /** The body. It is read only after the headers are accepted, so a getter may do work. */
  readonly body: RequestBody;
  /** Whether there is a body that the headers do not declare, as with HTTP/2. */
  readonly hasUndeclaredBody?: boolean | undefined;
  /** Whether somebody has read from the connection. An empty body then means that its bytes are gone. */
  readonly wasRead?: boolean | undefined;
  /** Called if `body` is `undefined`. Returns a hint that names what consumed the body, if the adapter knows. */
  readonly explainConsumed?: (() => string | undefined) | undefined;
  /** The framework's own limit for this route, in bytes. The option `bodyLimit` takes precedence. */
  readonly bodyLimit?: number | undefined;
  /** The delivery of an earlier receiver of the same request: two guards may be on one path. */
  readonly earlier?: EarlierDelivery | undefined;
}

/**
 * Returns one header as one string. Repeated headers are joined with a comma (RFC 9110, section 5.3).
 */
export function getHeader(request: Pick<IncomingRequest, "header">, name: string): string | undefined {
  const value = request.header(name);
  return typeof value === "object" ? value.join(",") : value;
}

/** Returns the declared length of the body in bytes; `undefined` if there is none. */
export function getDeclaredLength(request: Pick<IncomingRequest, "header">): number | undefined {
  const header = getHeader(request, "content-length");
  return header && /^[0-9]+$/.test(header) ? Number(header) : undefined;
}
