/** The used part of `node:crypto`, because core compiles without Node's types. */
export interface NodeCrypto {
  createSecretKey(bytes: Uint8Array): object;
  createHmac(
    algorithm: "sha256",
    key: object,
  ): {
    update(data: string | Uint8Array, encoding?: "utf8"): void;
    digest(): Uint8Array;
  };
  /** Since Node 20.12. */
  hash?(algorithm: "sha256", bytes: Uint8Array, outputEncoding: "latin1"): string;
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

/** The used part of Node's `Buffer`. */
interface NodeBuffer extends Uint8Array<ArrayBuffer> {
  write(text: string, offset: number, encoding: "utf8" | "latin1"): number;
}

/** The used part of the class `Buffer`. */
export interface NodeBufferClass {
  /** Allocates memory that is not shared with other buffers. */
  allocUnsafeSlow(length: number): NodeBuffer;
  from(text: string, encoding: "latin1"): NodeBuffer;
}
