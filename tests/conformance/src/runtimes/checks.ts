import { createHmac } from "node:crypto";
import { errorCodes, type MynthWebhookErrorCode } from "@mynth-webhooks/core";
import { asStandardWebhooks, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { bodyLimit, secrets, token } from "../receivers/settings.ts";

/** One request to a receiver, and the expected response. */
export interface Check {
  readonly what: string;
  readonly request: CheckRequest;
  readonly status: number;
  /** The rejection's code, and absent if the request is not rejected. */
  readonly code?: MynthWebhookErrorCode;
  /** The scheme the handler must get, and absent if no handler may run. */
  readonly scheme?: string;
}

export interface CheckRequest {
  readonly method?: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  /** `true` to send the body in chunks, without a length. */
  readonly streamed?: boolean;
}

const [wbs = "", whsec = ""] = secrets;
const event = exampleEvent("task.image.generate.completed");
const getNow = () => Math.floor(Date.now() / 1000);
const encodeText = (text: string) => new TextEncoder().encode(text);
const json = { "content-type": "application/json" };

/** Has white space, an escape, a non-ASCII letter and `1.0`: reserializing it breaks the signature. */
const oddBody = `{ "event":"${event.event}", "task":{"id":"${event.task.id}"},\n "request":{"prompt":"Caf\\u00e9 é","scale":1.0},"result":{"model":"m","images":[]} }`;

function sign(payload: string | object, options: { secret?: string; timestamp?: number } = {}): CheckRequest {
  const { headers, body } = signDelivery(payload, { secret: wbs, ...options });
  return { headers, body: encodeText(body) };
}

function signBytes(body: Uint8Array<ArrayBuffer>): CheckRequest {
  const digest = createHmac("sha256", wbs).update(`${getNow()}.`).update(body).digest("hex");
  return { headers: { ...json, "x-mynth-signature": `t=${getNow()},v1=${digest}` }, body };
}

function changeSignature(request: CheckRequest, change: (signature: string) => string): CheckRequest {
  const signature = change(request.headers["x-mynth-signature"] ?? "");
  return { ...request, headers: { ...request.headers, "x-mynth-signature": signature } };
}

function withoutContentType({ "content-type": _, ...headers }: CheckRequest["headers"]): CheckRequest["headers"] {
  return headers;
}

function expectDelivered(what: string, request: CheckRequest, scheme: string): Check {
  return { what, request, status: 200, scheme };
}

function expectRejected(what: string, code: MynthWebhookErrorCode, request: CheckRequest): Check {
  return { what, request, status: errorCodes[code].status, code };
}

/** Creates the checks for every adapter on every runtime. Each call signs them again, because deliveries become stale. */
export function createChecks(): readonly Check[] {
  const body = encodeText(JSON.stringify(event));
  const large = sign({ ...event, padding: "x".repeat(bodyLimit) });
  return [
    expectDelivered("X-Mynth-Signature", sign(event), "mynth"),
    expectDelivered("Standard Webhooks", sign(asStandardWebhooks(event), { secret: whsec }), "standard-webhooks"),
    expectDelivered("odd JSON", sign(oddBody), "mynth"),
    expectDelivered("sent in chunks", { ...sign(oddBody), streamed: true }, "mynth"),
    expectDelivered(
      "two signatures, one good",
      changeSignature(sign(event), (s) => s.replace("v1=", `v1=${"0".repeat(64)},v1=`)),
      "mynth",
    ),
    expectDelivered(
      "another content type",
      { ...sign(event), headers: { ...sign(event).headers, "content-type": "text/plain" } },
      "mynth",
    ),
    expectDelivered(
      "without a content type",
      { ...sign(event), headers: withoutContentType(sign(event).headers) },
      "mynth",
    ),
    expectDelivered("the right URL token", { headers: json, body, query: `?token=${token}` }, "url-token"),
    expectRejected("a wrong URL token", "invalid_token", {
      headers: json,
      body,
      query: "?token=another-token-0123456789",
    }),
    expectRejected("unsigned", "missing_signature", { headers: json, body }),
    expectRejected(
      "malformed",
      "malformed_signature",
      changeSignature(sign(event), () => "t=1"),
    ),
    expectRejected(
      "two timestamps",
      "malformed_signature",
      changeSignature(sign(event), (s) => `t=${getNow()},${s}`),
    ),
    expectRejected("tampered", "signature_mismatch", {
      ...sign(event),
      body: encodeText(JSON.stringify({ ...event, extra: 1 })),
    }),
    expectRejected("signed with another secret", "signature_mismatch", sign(event, { secret: "wbs_other" })),
    expectRejected("stale", "timestamp_out_of_tolerance", sign(event, { timestamp: getNow() - 400 })),
    expectRejected("from the future", "timestamp_out_of_tolerance", sign(event, { timestamp: getNow() + 400 })),
    expectRejected("too large", "body_too_large", large),
    expectRejected("too large, in chunks", "body_too_large", { ...large, streamed: true }),
    expectRejected("compressed", "unsupported_encoding", {
      ...sign(event),
      headers: { ...sign(event).headers, "content-encoding": "gzip" },
    }),
    expectRejected("signed, but not JSON", "invalid_payload", sign("no json")),
    expectRejected("signed, but not UTF-8", "invalid_payload", signBytes(new Uint8Array([0x7b, 0xff, 0x7d]))),
    { what: "an unknown event", request: sign({ event: "credit.low" }), status: 200 },
    { what: "GET", request: { method: "GET", headers: {} }, status: 200 },
  ];
}
