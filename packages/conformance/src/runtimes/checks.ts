import { createHmac } from "node:crypto";
import { errorCodes, type MynthWebhookErrorCode } from "@mynth-webhooks/core";
import { asStandardWebhooks, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { bodyLimit, secrets, token } from "../receivers/settings.ts";

/** One request to a receiver, and what has to come of it. */
export interface Check {
  readonly what: string;
  readonly request: CheckRequest;
  readonly status: number;
  /** The refusal's code; absent where it is none. */
  readonly code?: MynthWebhookErrorCode;
  /** The scheme its handler has to see; absent where no handler may run. */
  readonly scheme?: string;
}

export interface CheckRequest {
  readonly method?: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  /** Sent without a length, in pieces. */
  readonly streamed?: boolean;
}

const [wbs = "", whsec = ""] = secrets;
const event = exampleEvent("task.image.generate.completed");
const now = () => Math.floor(Date.now() / 1000);
const bytes = (text: string) => new TextEncoder().encode(text);
const json = { "content-type": "application/json" };

/** White space, an escape, a letter outside ASCII and `1.0`: whoever parses and serialises again, fails. */
const oddBody = `{ "event":"${event.event}", "task":{"id":"${event.task.id}"},\n "request":{"prompt":"Caf\\u00e9 é","scale":1.0},"result":{"model":"m","images":[]} }`;

function signed(payload: string | object, options: { secret?: string; timestamp?: number } = {}): CheckRequest {
  const { headers, body } = signDelivery(payload, { secret: wbs, ...options });
  return { headers, body: bytes(body) };
}

function signedBytes(body: Uint8Array<ArrayBuffer>): CheckRequest {
  const digest = createHmac("sha256", wbs).update(`${now()}.`).update(body).digest("hex");
  return { headers: { ...json, "x-mynth-signature": `t=${now()},v1=${digest}` }, body };
}

function withSignature(request: CheckRequest, change: (signature: string) => string): CheckRequest {
  const signature = change(request.headers["x-mynth-signature"] ?? "");
  return { ...request, headers: { ...request.headers, "x-mynth-signature": signature } };
}

function delivered(what: string, request: CheckRequest, scheme: string): Check {
  return { what, request, status: 200, scheme };
}

function refused(what: string, code: MynthWebhookErrorCode, request: CheckRequest): Check {
  return { what, request, status: errorCodes[code].status, code };
}

/** What every adapter is asked on every runtime. Made anew each time: deliveries grow old. */
export function checks(): readonly Check[] {
  const body = bytes(JSON.stringify(event));
  const large = signed({ ...event, padding: "x".repeat(bodyLimit) });
  return [
    delivered("X-Mynth-Signature", signed(event), "mynth"),
    delivered("Standard Webhooks", signed(asStandardWebhooks(event), { secret: whsec }), "standard-webhooks"),
    delivered("odd JSON, byte for byte", signed(oddBody), "mynth"),
    delivered("sent in pieces", { ...signed(oddBody), streamed: true }, "mynth"),
    delivered(
      "two signatures, one good",
      withSignature(signed(event), (s) => s.replace("v1=", `v1=${"0".repeat(64)},v1=`)),
      "mynth",
    ),
    delivered(
      "another content type",
      { ...signed(event), headers: { ...signed(event).headers, "content-type": "text/plain" } },
      "mynth",
    ),
    delivered("the right URL token", { headers: json, body, query: `?token=${token}` }, "url-token"),
    refused("a wrong URL token", "invalid_token", { headers: json, body, query: "?token=another-token-0123456789" }),
    refused("unsigned", "missing_signature", { headers: json, body }),
    refused(
      "malformed",
      "malformed_signature",
      withSignature(signed(event), () => "t=1"),
    ),
    refused(
      "two timestamps",
      "malformed_signature",
      withSignature(signed(event), (s) => `t=${now()},${s}`),
    ),
    refused("tampered", "signature_mismatch", {
      ...signed(event),
      body: bytes(JSON.stringify({ ...event, extra: 1 })),
    }),
    refused("another secret's", "signature_mismatch", signed(event, { secret: "wbs_other" })),
    refused("stale", "timestamp_out_of_tolerance", signed(event, { timestamp: now() - 400 })),
    refused("from the future", "timestamp_out_of_tolerance", signed(event, { timestamp: now() + 400 })),
    refused("too large", "body_too_large", large),
    refused("too large, in pieces", "body_too_large", { ...large, streamed: true }),
    refused("compressed", "unsupported_encoding", {
      ...signed(event),
      headers: { ...signed(event).headers, "content-encoding": "gzip" },
    }),
    refused("signed, but no JSON", "invalid_payload", signed("no json")),
    refused("signed, but no UTF-8", "invalid_payload", signedBytes(new Uint8Array([0x7b, 0xff, 0x7d]))),
    { what: "an unknown event", request: signed({ event: "credit.low" }), status: 200 },
    { what: "GET", request: { method: "GET", headers: {} }, status: 200 },
  ];
}
