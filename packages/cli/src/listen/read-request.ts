import type { IncomingMessage } from "node:http";
import type { BufferedRequest } from "./inspect-request.ts";

/** In bytes, far above any delivery: when forwarding, the receiver applies its own limit. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Reads a request. Returns `undefined` if its body is too large. */
export async function readRequest(req: IncomingMessage): Promise<BufferedRequest | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
  return { headers: Object.fromEntries(headers), body: new Uint8Array(Buffer.concat(chunks)) };
}
