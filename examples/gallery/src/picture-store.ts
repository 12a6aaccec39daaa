import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileName } from "./file-name.ts";

/** Which pictures are downloaded, and where to. */
export interface PictureStoreOptions {
  /** The folder they are kept in; made if it is not there. */
  readonly folder: string;
  /** The largest picture taken, in bytes. Default 32 MiB. */
  readonly maxBytes?: number;
  /** How long a download may take, in milliseconds. Default 25,000: Mynth waits 30 seconds for the answer. */
  readonly timeout?: number;
  /** An origin that may be asked without TLS, such as that of a stand-in for the CDN. Everything else is `https:`. */
  readonly plainOrigin?: string | undefined;
}

/** Downloads a picture and says what its file is called. Throws where anything is wrong with it. */
export type Download = (picture: { task: string; image: string; url: string }) => Promise<string>;

/** Not SVG, which can hold scripts. */
const extensions = new Map([
  ["image/avif", "avif"],
  ["image/gif", "gif"],
  ["image/jpeg", "jpg"],
  ["image/png", "png"],
  ["image/webp", "webp"],
]);

export async function pictureStore({
  folder,
  maxBytes = 32 * 1024 * 1024,
  timeout = 25_000,
  plainOrigin,
}: PictureStoreOptions): Promise<Download> {
  await mkdir(folder, { recursive: true });

  return async function download({ task, image, url }) {
    const signal = AbortSignal.timeout(timeout);
    const { protocol, origin } = new URL(url);
    if (protocol !== "https:" && origin !== plainOrigin) throw new Error(`${origin} is not to be asked: no https.`);
    // A redirect could lead anywhere, also to where the check above would not have let us go.
    const response = await fetch(url, { signal, redirect: "error" });
    const extension = extensions.get(response.headers.get("content-type")?.split(";")[0]?.trim() ?? "");
    if (!response.ok || !response.body || !extension) {
      await response.body?.cancel();
      throw new Error(`${origin} answered ${response.status}, ${response.headers.get("content-type")}.`);
    }
    const file = fileName(task, image, extension);
    // Of a name of its own, so that neither two attempts at the same time nor a broken one leave half a picture.
    const part = join(folder, `.${crypto.randomUUID()}.part`);
    try {
      const body = Readable.fromWeb(response.body);
      await pipeline(body, atMost(maxBytes), createWriteStream(part, { flags: "wx", flush: true }), { signal });
      await rename(part, join(folder, file));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return file;
  };
}

/** Hands bytes on, and throws at the first one too many. `Content-Length` is only what the other side says. */
function atMost(maxBytes: number) {
  return async function* limited(chunks: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`The picture is larger than ${maxBytes} bytes.`);
      yield chunk;
    }
  };
}
