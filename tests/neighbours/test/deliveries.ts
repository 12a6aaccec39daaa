import { signDelivery } from "@mynth-webhooks/testing";

export const secret = "wbs_0123456789abcdef";
export const otherSecret = "wbs_fedcba9876543210";
export const path = "/webhooks/mynth";

/** A signed request and its parsed body. */
export interface TestDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body, parsed. */
  readonly event: object;
}

/** Sizes in bytes. The large body is longer than any buffer between two processes. */
export const small = 600;
export const large = 200_000;

/** Odd spacing, escapes and numbers reveal a reserialized body. Some keys and strings are targets for sanitizers. */
const template = `{ "event": "task.image.generate.completed",
 "task": {"id":"tsk_NEIGHBOUR" },
 "request": {"prompt":"a caf\\u00e9 \\/ bar","model":"m","metadata":{"$where":"1","a.b":"<script>x</script>","list":"  é  "}},
 "result": {"model":"m","images":[{"status":"succeeded","id":"img_1","url":"https://cdn.example.com/1.webp","cost":"0.01250000"}],
  "cost":{"images":"0.01","total":"0.0125"}}, "ratio": 1.0, "pad": "PAD"}`;

/** Creates a delivery of about `size` bytes, signed now. */
export function createDelivery({ size = small, by = secret }: { size?: number; by?: string } = {}): TestDelivery {
  const missing = Math.max(0, size - Buffer.byteLength(template) + 3);
  // Two bytes per letter, so that a chunk can end within a letter.
  const body = template.replace("PAD", "é".repeat(missing / 2));
  return { ...signDelivery(body, { secret: by }), event: JSON.parse(body) };
}

/** Changes one letter of the body and keeps the signature. */
export function tamper(delivery: TestDelivery): TestDelivery {
  return { ...delivery, body: delivery.body.replace("tsk_NEIGHBOUR", "tsk_NEIGHBOUX") };
}
