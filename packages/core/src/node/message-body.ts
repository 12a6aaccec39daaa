import type { RequestBody } from "../incoming-request.ts";
import { isBytes } from "../is-bytes.ts";

/** The used part of Node's `IncomingMessage`, with the fields that parsers and platforms add. */
export interface NodeMessage extends NodeStream {
  /** The headers by lowercase name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as received, from Firebase, Google Cloud Functions, Nest or a `verify` callback of `express.json()`. */
  readonly rawBody?: unknown;
  /** The result of a body parser or of a platform. */
  readonly body?: unknown;
}

/** The used part of Node's `Readable`. */
export interface NodeStream extends AsyncIterable<Uint8Array | string> {
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
  /** Returns the next buffered chunk. */
  read(): unknown;
}

/**
 * Returns the bytes of a Node request, or a stream of them. The stream comes before `body`, which may be a getter that
 * throws, or an empty `{}` (Express 4).
 *
 * @param stream the body, if a framework has replaced the message with another stream
 */
export function getMessageBody(message: NodeMessage, stream: NodeStream = message): RequestBody {
  const kept = toKeptBytes(message.rawBody);
  // Old capture middleware sets an empty string first, and fills it while the body arrives.
  if (kept !== undefined && (kept.length > 0 || !declaresBody(message))) return kept;
  return isUnread(stream) ? stream : (toKeptBytes(rereadBody(stream)) ?? toKeptBytes(message.body));
}

/** Whether a message has a body that its headers do not declare, which HTTP/2 allows. */
export function hasUndeclaredBody(message: object): boolean {
  const stream: unknown = Reflect.get(message, "httpVersionMajor") === 2 ? Reflect.get(message, "stream") : undefined;
  return typeof stream === "object" && stream !== null && Reflect.get(stream, "endAfterHeaders") === false;
}

function declaresBody({ headers }: NodeMessage): boolean {
  const { "content-length": length = "0", "transfer-encoding": encoding } = headers;
  return Number(length) > 0 || encoding !== undefined;
}

/** Whether a stream is unread. A listener alone has consumed nothing, and a mock, which emits nothing, has no such field. */
function isUnread({ readableDidRead }: NodeStream): boolean {
  return readableDidRead === false;
}

/** Reads the bytes again on Vercel, whose Node helpers consume the message and replace its `read`. */
function rereadBody(stream: NodeStream): unknown {
  return stream.readableEnded && Object.hasOwn(stream, "read") ? stream.read() : undefined;
}

/** Returns the bytes that a parser or a platform has kept as bytes or as text; `undefined` for any other value. */
export function toKeptBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return new TextEncoder().encode(value);
  return isBytes(value) ? value : undefined;
}
