import type { IncomingRequest } from "../incoming-request.ts";
import { isRecord } from "../is-record.ts";

/** A request whose body is already read. */
export interface RawRequest {
  /** A `Headers` object of any implementation, a `Map`, or an object with names in any case. */
  readonly headers: HeadersLike | Iterable<readonly [string, HeaderValue]> | Readonly<Record<string, HeaderValue>>;
  /** The body as received: bytes, or a string that was decoded without loss. Never reserialized JSON. */
  readonly body: ArrayBufferView | ArrayBufferLike | string;
  /** The URL, needed only with the option `token`. Path and query are enough. */
  readonly url?: string | undefined;
}

/** The part of a `Headers` object that is read: those of undici, node-fetch or jsdom are not the global class. */
export interface HeadersLike {
  /** Returns a header by its name in any case. */
  get(name: string): string | null | undefined;
}

/** The value of a header; an array if it was repeated. */
export type HeaderValue = string | readonly string[] | undefined;

/**
 * Converts a request to the form that receivers read.
 *
 * @throws {TypeError} if the headers or the body cannot be read
 */
export function toIncomingRequest({ headers, body, url = "" }: RawRequest): IncomingRequest {
  return { method: "POST", url, header: createHeaderReader(headers), body: toBytes(body) };
}

function createHeaderReader(headers: RawRequest["headers"]): IncomingRequest["header"] {
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError(`The headers must be a Headers object or an object of strings, not ${describe(headers)}.`);
  }
  // A Map has get() too, but with names in one case only.
  if (isHeadersLike(headers) && !(headers instanceof Map)) return (name) => headers.get(name) ?? undefined;
  const entries = isEntries(headers) ? [...headers] : Object.entries(headers);
  const values = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name);
}

function isHeadersLike(headers: object): headers is HeadersLike {
  return "get" in headers && typeof headers.get === "function";
}

function isEntries(headers: object): headers is Iterable<readonly [string, HeaderValue]> {
  return Symbol.iterator in headers;
}

/**
 * Converts a body to bytes.
 *
 * @throws {TypeError} if it is not bytes, as after a JSON parser
 */
export function toBytes(body: RawRequest["body"]): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (isArrayBuffer(body)) return new Uint8Array(body);
  throw new TypeError(
    `The body must be the raw bytes (a Uint8Array, an ArrayBuffer or a string), not ${describe(body)}. Pass the body before it is parsed: a signature covers its bytes.`,
  );
}

/** Also one of another realm, as in Jest. */
function isArrayBuffer(value: unknown): value is ArrayBufferLike {
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}

/** Names the mistake, and never the content. */
function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  if (!isRecord(value)) return `a ${typeof value}`;
  if (typeof value.then === "function") return "a promise (await it first)";
  if (typeof value.arrayBuffer === "function") return "a Blob, Request or Response (pass await it.arrayBuffer())";
  return "a parsed object";
}
