import type { RequestBody } from "../incoming-request.ts";

/** The used part of Node's `IncomingMessage`, with the fields that parsers and platforms add. */
export interface NodeMessage extends NodeStream {
  /** The bytes as received, from Firebase, Google Cloud Functions, Nest or a `verify` callback of `express.json()`. */
  readonly rawBody?: unknown;
  /** The result of a body parser or of a platform. */
  readonly body?: unknown;
}

/** The used part of Node's `Readable`. */
export interface NodeStream extends AsyncIterable<Uint8Array | string> {
  readonly readableDidRead: boolean;
  readonly readableFlowing: boolean | null;
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
  return (
    toBytes(message.rawBody) ?? (isUnread(stream) ? stream : (toBytes(rereadBody(stream)) ?? toBytes(message.body)))
  );
}

/** Whether a stream is unread. One with a listener counts as read. */
function isUnread({ readableDidRead, readableFlowing }: NodeStream): boolean {
  return !readableDidRead && readableFlowing !== true;
}

/** Reads the bytes again on Vercel, whose Node helpers consume the message and replace its `read`. */
function rereadBody(stream: NodeStream): unknown {
  return stream.readableEnded && Object.hasOwn(stream, "read") ? stream.read() : undefined;
}

function toBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return new TextEncoder().encode(value);
  return value instanceof Uint8Array ? value : undefined;
}
