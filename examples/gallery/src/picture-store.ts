import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createFileName } from "./file-name.ts";

/** Options of `createPictureStore`. */
export interface PictureStoreOptions {
  /** The folder for the pictures, which is created if it does not exist. */
  readonly folder: string;
  /**
   * The largest picture, in bytes.
   *
   * @default 32 MiB
   */
  readonly maxBytes?: number;
  /**
   * How long a download may take, in milliseconds. Mynth waits 30 seconds for the answer.
   *
   * @default 25000
   */
  readonly timeout?: number;
  /** An origin that may be used without TLS, for example a fake CDN. All others must use `https:`. */
  readonly plainOrigin?: string | undefined;
}

/** Downloads a picture and returns the name of its file. It throws if anything is wrong with the picture. */
export type Download = (picture: { task: string; image: string; url: string }) => Promise<string>;

/** SVG is not allowed, because it can contain scripts. */
const extensions = new Map([
  ["image/avif", "avif"],
  ["image/gif", "gif"],
  ["image/jpeg", "jpg"],
  ["image/png", "png"],
  ["image/webp", "webp"],
]);

export async function createPictureStore({
  folder,
  maxBytes = 32 * 1024 * 1024,
  timeout = 25_000,
  plainOrigin,
}: PictureStoreOptions): Promise<Download> {
  await mkdir(folder, { recursive: true });

  return async function download({ task, image, url }) {
    const signal = AbortSignal.timeout(timeout);
    const { protocol, origin } = new URL(url);
    if (protocol !== "https:" && origin !== plainOrigin) throw new Error(`${origin} does not use https.`);
    // A redirect could lead to an origin that the check above forbids.
    const response = await fetch(url, { signal, redirect: "error" });
    const extension = extensions.get(response.headers.get("content-type")?.split(";")[0]?.trim() ?? "");
    if (!response.ok || !response.body || !extension) {
      await response.body?.cancel();
      throw new Error(`${origin} answered ${response.status}, ${response.headers.get("content-type")}.`);
    }
    const file = createFileName(task, image, extension);
    // The temporary name is unique, so that concurrent or broken downloads never leave half a picture.
    const part = join(folder, `.${crypto.randomUUID()}.part`);
    try {
      const body = Readable.fromWeb(response.body);
      await pipeline(body, limitBytes(maxBytes), createWriteStream(part, { flags: "wx", flush: true }), { signal });
      await rename(part, join(folder, file));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return file;
  };
}

/** Limits a stream by counting its bytes, because `Content-Length` may be wrong. */
function limitBytes(maxBytes: number) {
  return async function* limited(chunks: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`The picture is larger than ${maxBytes} bytes.`);
      yield chunk;
    }
  };
}
