import { andThen } from "../and-then.ts";
import { MynthWebhookError } from "../error.ts";
import { getDeclaredLength, getHeader, type IncomingRequest, type RequestBody } from "../incoming-request.ts";
import { isEventStream, isWebBody, isWebStream } from "./body-stream.ts";
import { drainBody } from "./drain-body.ts";
import { readBody } from "./read-body.ts";

/** The limit if neither the option nor the framework sets one, in bytes. */
const defaultBodyLimit = 1_048_576;

/** Reads the body of one request within its limit, or drains it. */
export class BodyReader {
  readonly #request: IncomingRequest;
  readonly #limit: number;
  #body: RequestBody;
  #isOpen = false;
  #isRead = false;
  #resume: (() => unknown) | undefined;

  constructor(request: IncomingRequest, bodyLimit: number | undefined) {
    this.#request = request;
    this.#limit = bodyLimit ?? request.bodyLimit ?? defaultBodyLimit;
  }

  /** Pauses a stream that already has a listener: its chunks would be lost while a secret is looked up. */
  hold(): void {
    const body = this.#open();
    if (!isEventStream(body) || body.readableFlowing !== true) return;
    body.pause();
    this.#resume = () => body.resume();
  }

  /**
   * Reads the body.
   *
   * @throws {MynthWebhookError} `body_already_consumed`, `body_too_large` or `body_unreadable`
   */
  read(): Uint8Array | Promise<Uint8Array> {
    const body = this.#open();
    if (body === undefined) throw this.#createConsumedError();
    const declaredLength = getDeclaredLength(this.#request);
    const { explainConsumed } = this.#request;
    return andThen(readBody(body, this.#limit, declaredLength, explainConsumed), (bytes) => {
      if (bytes.length === 0 && (this.#request.wasRead || (declaredLength ?? 0) > 0)) throw this.#createEmptyError();
      this.#isRead = true;
      return bytes;
    });
  }

  /**
   * Drains a body that nobody will read, and returns headers for the response. Closing a connection while the sender
   * still writes resets it, and the response is lost.
   */
  drainUnread(): Record<string, string> | Promise<Record<string, string>> {
    this.#resume?.();
    if (this.#isRead || !this.#hasUnreadBody()) return {};
    return drainBody(this.#open()).then(() => ({ connection: "close" }));
  }

  /** Returns the body, or the bytes that an earlier receiver has read. */
  #open(): RequestBody {
    if (!this.#isOpen) {
      const { earlier } = this.#request;
      this.#body = earlier ? earlier.rawBody : this.#request.body;
      this.#isOpen = true;
    }
    return this.#body;
  }

  /** Whether more of the body may arrive than a server discards by itself. */
  #hasUnreadBody(): boolean {
    const length = getDeclaredLength(this.#request);
    if (length !== undefined) return length > this.#limit;
    if (getHeader(this.#request, "transfer-encoding") !== undefined) return true;
    // Runtimes with web streams may hide the header.
    const body = this.#open();
    return isWebStream(isWebBody(body) ? (body.body ?? undefined) : body);
  }

  /** The error for a body of which nothing arrived. Web requests have no body with GET, whatever the sender declares. */
  #createEmptyError(): MynthWebhookError {
    const { method } = this.#request;
    if (method === "GET" || method === "HEAD") return new MynthWebhookError("body_unreadable");
    return this.#createConsumedError();
  }

  #createConsumedError(): MynthWebhookError {
    return new MynthWebhookError("body_already_consumed", { hint: this.#request.explainConsumed?.() });
  }
}
