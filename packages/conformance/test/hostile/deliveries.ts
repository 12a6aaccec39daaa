import { createHmac } from "node:crypto";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";

export const secret = "wbs_hostile";
export const path = "/webhooks/mynth";

/** What the servers accept at most, in bytes. */
export const bodyLimit = 16_384;

/** A request as it goes over the wire. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

let count = 0;

/** A task that no other delivery is about. */
export function newTask(): string {
  count += 1;
  return `tsk_${count}`;
}

const nowInSeconds = () => Math.floor(Date.now() / 1000);

/** What has to be let through, now and always. */
export function good(task = newTask(), age = 0): Delivery {
  const event = exampleEvent("task.image.generate.completed", { task: { id: task } });
  const { headers, body } = signDelivery(event, { secret, timestamp: nowInSeconds() - age });
  return { headers, body: Buffer.from(body) };
}

/** Any bytes, well signed. */
export function signedBytes(body: Buffer | string): Delivery {
  const bytes = Buffer.from(body);
  const timestamp = nowInSeconds();
  const digest = createHmac("sha256", secret).update(`${timestamp}.`).update(bytes).digest("hex");
  return {
    headers: { "content-type": "application/json", "x-mynth-signature": `t=${timestamp},v1=${digest}` },
    body: bytes,
  };
}

/** The same delivery with other headers. */
export function withHeaders(delivery: Delivery, headers: Record<string, string>): Delivery {
  return { ...delivery, headers: { ...delivery.headers, ...headers } };
}

/** The head of a request; the length is told unless it is not to be. */
export function head(
  delivery: Delivery,
  { method = "POST", length = `${delivery.body.length}`, extra = "" } = {},
): string {
  const lines = Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const contentLength = length === "" ? "" : `content-length: ${length}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join("")}${contentLength}${extra}\r\n`;
}

/** The whole request, its body with a length. */
export function whole(delivery: Delivery, method = "POST"): Buffer {
  return Buffer.concat([Buffer.from(head(delivery, { method })), delivery.body]);
}

/** The pieces of a request whose body comes in chunks of so many bytes. */
export function chunked(delivery: Delivery, size: number): Buffer[] {
  const pieces = [Buffer.from(head(delivery, { length: "", extra: "transfer-encoding: chunked\r\n" }))];
  for (let start = 0; start < delivery.body.length; start += size) {
    const chunk = delivery.body.subarray(start, start + size);
    pieces.push(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]));
  }
  return [...pieces, Buffer.from("0\r\n\r\n")];
}
