import type { IncomingMessage } from "node:http";
import type { Received } from "./look-into.ts";

/** Far above any delivery, in bytes: what is forwarded is the receiver's own to refuse. */
const limit = 16 * 1024 * 1024;

/** Takes in a request; `undefined` if its body is larger than anybody's delivery. */
export async function readRequest(req: IncomingMessage): Promise<Received | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
  return { headers: Object.fromEntries(headers), body: new Uint8Array(Buffer.concat(chunks)) };
}
