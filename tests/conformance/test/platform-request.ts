import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";

/** One POST to `/webhooks/mynth`, before a platform converts it. */
export interface PlatformRequest {
  readonly headers: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body: Buffer;
}

export interface PlatformResponse {
  readonly status: number;
  readonly body: string;
}

export const secret = "wbs_serverless_secret";
export const token = "a token/of my own+0123456789";

/** Reserializing this JSON always changes its bytes. */
export const oddBody = JSON.stringify(exampleEvent("task.image.alt.completed"), null, 3).replace(
  "{",
  '{ "number" : 1.0,\t"escaped":"caf\\u00e9 \\/", "plain" : "é \u2028 😀",\r\n',
);

export const signed: Record<string, string> = signDelivery(oddBody, { secret }).headers;
const unsigned = { "content-type": "application/json" };

/** The requests, and the expected answers on a platform that keeps the raw bytes. */
export const requests: readonly {
  what: string;
  status: number;
  code?: string;
  /** `true` if the body is not JSON. */
  invalidJson?: boolean;
  request: PlatformRequest;
}[] = [
  { what: "a signed delivery is accepted", status: 200, request: { headers: signed, body: Buffer.from(oddBody) } },
  {
    what: "a signed delivery with another content type is accepted",
    status: 200,
    request: { headers: { ...signed, "content-type": "text/plain" }, body: Buffer.from(oddBody) },
  },
  {
    what: "an unsigned delivery with a token in the URL is accepted",
    status: 200,
    request: { headers: unsigned, query: { token }, body: Buffer.from(oddBody) },
  },
  {
    what: "an unsigned delivery with another token is rejected",
    status: 401,
    code: "invalid_token",
    request: { headers: unsigned, query: { token: `${token}x` }, body: Buffer.from(oddBody) },
  },
  {
    what: "an unsigned delivery is rejected",
    status: 401,
    code: "missing_signature",
    request: { headers: unsigned, body: Buffer.from(oddBody) },
  },
  {
    what: "a delivery whose body was tampered with is rejected",
    status: 401,
    code: "signature_mismatch",
    request: { headers: signed, body: Buffer.from(oddBody.replace("1.0", "9.0")) },
  },
  {
    what: "a delivery whose body was reserialized is rejected",
    status: 401,
    code: "signature_mismatch",
    request: { headers: signed, body: Buffer.from(JSON.stringify(JSON.parse(oddBody))) },
  },
  {
    what: "a delivery whose body is not JSON is rejected for its signature",
    invalidJson: true,
    status: 401,
    code: "signature_mismatch",
    request: { headers: signed, body: Buffer.from('{"event":') },
  },
];
