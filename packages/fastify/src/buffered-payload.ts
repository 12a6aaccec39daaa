import { Readable } from "node:stream";

/** The bytes of a verified delivery, as a stream for other hooks and for Fastify's parser. */
export class BufferedPayload extends Readable {
  readonly #bytes: Uint8Array;
  /** Fastify compares it with Content-Length. */
  readonly receivedEncodedLength: number;

  constructor(bytes: Uint8Array) {
    super({ objectMode: false });
    this.#bytes = bytes;
    this.receivedEncodedLength = bytes.length;
  }

  override _read(): void {
    this.push(this.#bytes);
    this.push(null);
  }
}
