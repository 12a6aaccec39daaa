import { type IncomingHttpHeaders, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** How a body is sent: in one write, without a length, or in pieces of 4 KiB with a pause after each. */
export type Way = "at once" | "chunked" | "in small pieces";
export const ways: readonly Way[] = ["at once", "chunked", "in small pieces"];

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly method?: string;
}

/** In milliseconds. A response that takes longer, even on a busy machine, counts as a hang. */
export const patience = 10_000;

/** Sends a request on its own connection. Rejects if the server does not respond in time. */
export function send(url: string, { headers, body, method = "POST" }: Sent, way: Way = "at once"): Promise<Answer> {
  const bytes = Buffer.from(body);
  const framing = way === "chunked" ? { "transfer-encoding": "chunked" } : { "content-length": `${bytes.length}` };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false, headers: { ...headers, ...framing } });
    const hang = new Error(`A hang: no answer within ${patience} ms to ${bytes.length} bytes sent ${way}.`);
    const timer = setTimeout(() => outgoing.destroy(hang), patience);
    let answered = false;
    outgoing.on("response", (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        clearTimeout(timer);
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        outgoing.destroy();
      });
    });
    outgoing.on("error", (error) => {
      // A server may respond and close before it has read the whole body.
      if (answered && error !== hang) return;
      clearTimeout(timer);
      reject(error);
    });
    write(bytes, way, outgoing, () => answered || outgoing.destroyed).catch(reject);
  });
}

async function write(
  bytes: Buffer,
  way: Way,
  outgoing: ReturnType<typeof request>,
  isOver: () => boolean,
): Promise<void> {
  if (way === "at once") return void outgoing.end(bytes);
  const size = way === "chunked" ? 16_384 : 4096;
  for (let at = 0; at < bytes.length && !isOver(); at += size) {
    outgoing.write(bytes.subarray(at, at + size));
    if (way === "in small pieces") await sleep(2);
  }
  if (!outgoing.destroyed) outgoing.end();
}
