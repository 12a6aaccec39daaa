import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";

/**
 * Does to a request what Vercel's Node helpers do before a function runs (`addHelpers` in `@vercel/node`, which is no
 * package to install for a test): the message is read to its end; `read` and the listeners for `data` and `end` lead to
 * a copy of its bytes, everything else to the message that has ended; and `body` is parsed when somebody looks at it,
 * which throws on bad JSON.
 */
export async function addVercelHelpers(req: IncomingMessage): Promise<void> {
  const type = req.headers["content-type"];
  const bytes = type === undefined ? Buffer.alloc(0) : await drain(req);
  if (type !== undefined) replay(req, bytes);
  Object.defineProperty(req, "body", {
    configurable: true,
    enumerable: true,
    get: () => parsed(bytes.toString(), type),
    set: (value) => Object.defineProperty(req, "body", { value, writable: true, enumerable: true, configurable: true }),
  });
}

async function drain(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(req, "end");
  return Buffer.concat(chunks);
}

function replay(req: IncomingMessage, bytes: Buffer): void {
  const copy = new PassThrough();
  const onMessage = req.on.bind(req);
  const on = (name: string, listener: (...values: unknown[]) => void) =>
    name === "data" || name === "end" ? copy.on(name, listener) : onMessage(name, listener);
  Object.assign(req, { read: copy.read.bind(copy), on, addListener: on });
  copy.end(bytes);
}

function parsed(text: string, type = "text/plain"): unknown {
  if (type.startsWith("text/plain")) return text;
  if (!type.startsWith("application/json")) return undefined;
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw Object.assign(new Error("Invalid JSON"), { statusCode: 400 });
  }
}
