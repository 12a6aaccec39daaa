import { andThen } from "../and-then.ts";
import { getHeader, type IncomingRequest, type RequestBody } from "../incoming-request.ts";
import { isWebStream } from "./body-stream.ts";
import { drainBody } from "./drain-body.ts";
import { readBody } from "./read-body.ts";

/** The limit if neither the option nor the framework sets one, in bytes. */
const defaultBodyLimit = 1_048_576;

/** Reads the body of one request within its limit, or drains it. */
export class BodyReader {
  readonly #request: IncomingRequest;
  readonly #limit: number;
  #isRead = false;

  constructor(request: IncomingRequest, bodyLimit: number | undefined) {
    this.#request = request;
    this.#limit = bodyLimit ?? request.bodyLimit ?? defaultBodyLimit;
  }

  /**
   * Reads the body.
   *
   * @throws {MynthWebhookError} `body_already_consumed`, `body_too_large` or `body_unreadable`
   */
  read(): Uint8Array | Promise<Uint8Array> {
    return andThen(readBody(this.#getBody(), this.#limit, getDeclaredLength(this.#request)), (bytes) => {
      this.#isRead = true;
      return bytes;
    });
  }

  /**
   * Drains a body that nobody will read, and returns headers for the response. Closing a connection while the sender
   * still writes resets it, and the response is lost.
   */
  drainUnread(): Record<string, string> | Promise<Record<string, string>> {
    if (this.#isRead || this.#request.earlier || !this.#hasUnreadBody()) return {};
    return drainBody(this.#getBody()).then(() => ({ connection: "close" }));
  }

  /** Returns the body, or the bytes that an earlier receiver has read. */
  #getBody(): RequestBody {
    const { earlier } = this.#request;
    return earlier ? earlier.rawBody : this.#request.body;
  }

  /** Whether more of the body may arrive than a server discards by itself. */
  #hasUnreadBody(): boolean {
    const length = getDeclaredLength(this.#request);
    if (length !== undefined) return length > this.#limit;
    const body = this.#getBody();
    // Runtimes with web streams may hide the header.
    if (body !== undefined && !(body instanceof Uint8Array) && isWebStream(body)) return true;
    return getHeader(this.#request, "transfer-encoding") !== undefined;
  }
}

function getDeclaredLength(request: IncomingRequest): number | undefined {
  const header = getHeader(request, "content-length");
  return header !== undefined && /^[0-9]+$/.test(header) ? Number(header) : undefined;
}
