import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";

/**
 * Changes a request like Vercel's Node helpers (`addHelpers` in `@vercel/node`) do before a function runs.
 * The message is consumed, `read` and the listeners get a copy of its bytes, and the getter `body` parses them.
 */
export async function addVercelHelpers(req: IncomingMessage): Promise<void> {
  const type = req.headers["content-type"];
  const bytes = type === undefined ? Buffer.alloc(0) : await drain(req);
  if (type !== undefined) replay(req, bytes);
  Object.defineProperty(req, "body", {
    configurable: true,
    enumerable: true,
    get: () => parseBody(bytes.toString(), type),
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

function parseBody(text: string, type = "text/plain"): unknown {
  if (type.startsWith("text/plain")) return text;
  if (!type.startsWith("application/json")) return undefined;
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw Object.assign(new Error("Invalid JSON"), { statusCode: 400 });
  }
}
