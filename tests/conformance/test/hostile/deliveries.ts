import { createHmac } from "node:crypto";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { path, secrets } from "../../src/receivers/settings.ts";

export { bodyLimit, path } from "../../src/receivers/settings.ts";

export const [secret = ""] = secrets;

/** The headers and body of a request. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

let count = 0;

/** Creates a task id that no other delivery uses. */
export function createTask(): string {
  count += 1;
  return `tsk_${count}`;
}

const getUnixTime = () => Math.floor(Date.now() / 1000);

/** Creates a delivery that must always be accepted. */
export function signGood(task = createTask(), age = 0): Delivery {
  const event = exampleEvent("task.image.generate.completed", { task: { id: task } });
  const { headers, body } = signDelivery(event, { secret, timestamp: getUnixTime() - age });
  return { headers, body: Buffer.from(body) };
}

/** Signs any bytes correctly. */
export function signBytes(body: Buffer | string): Delivery {
  const bytes = Buffer.from(body);
  const timestamp = getUnixTime();
  const digest = createHmac("sha256", secret).update(`${timestamp}.`).update(bytes).digest("hex");
  return {
    headers: { "content-type": "application/json", "x-mynth-signature": `t=${timestamp},v1=${digest}` },
    body: bytes,
  };
}

/** Returns the delivery with some headers replaced. */
export function withHeaders(delivery: Delivery, headers: Record<string, string>): Delivery {
  return { ...delivery, headers: { ...delivery.headers, ...headers } };
}

/** Formats the head of a request. An empty `length` omits the header. */
export function formatHead(
  delivery: Delivery,
  { method = "POST", length = `${delivery.body.length}`, extra = "" } = {},
): string {
  const lines = Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const contentLength = length === "" ? "" : `content-length: ${length}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join("")}${contentLength}${extra}\r\n`;
}

/** Formats a whole request with a length. */
export function formatRequest(delivery: Delivery, method = "POST"): Buffer {
  return Buffer.concat([Buffer.from(formatHead(delivery, { method })), delivery.body]);
}

/** Formats a request in chunks of `size` bytes. */
export function formatChunks(delivery: Delivery, size: number): Buffer[] {
  const pieces = [Buffer.from(formatHead(delivery, { length: "", extra: "transfer-encoding: chunked\r\n" }))];
  for (let start = 0; start < delivery.body.length; start += size) {
    const chunk = delivery.body.subarray(start, start + size);
    pieces.push(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]));
  }
  return [...pieces, Buffer.from("0\r\n\r\n")];
}
