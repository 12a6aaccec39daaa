import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";

/** One POST to `/webhooks/mynth`, before a platform has made its own of it. */
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

/** Nothing that parses this and writes it again gives the same bytes. */
export const oddBody = JSON.stringify(exampleEvent("task.image.alt.completed"), null, 3).replace(
  "{",
  '{ "number" : 1.0,\t"escaped":"caf\\u00e9 \\/", "plain" : "é \u2028 😀",\r\n',
);

export const signed: Record<string, string> = signDelivery(oddBody, { secret }).headers;
const unsigned = { "content-type": "application/json" };

/** What is sent, and what has to come of it wherever the platform keeps the bytes. */
export const requests: readonly {
  what: string;
  status: number;
  code?: string;
  noJson?: boolean;
  request: PlatformRequest;
}[] = [
  { what: "delivers what is signed", status: 200, request: { headers: signed, body: Buffer.from(oddBody) } },
  {
    what: "delivers what is signed, whatever its content type",
    status: 200,
    request: { headers: { ...signed, "content-type": "text/plain" }, body: Buffer.from(oddBody) },
  },
  {
    what: "delivers the unsigned by a token in the URL",
    status: 200,
    request: { headers: unsigned, query: { token }, body: Buffer.from(oddBody) },
  },
  {
    what: "refuses another token",
    status: 401,
    code: "invalid_token",
    request: { headers: unsigned, query: { token: `${token}x` }, body: Buffer.from(oddBody) },
  },
  {
    what: "refuses the unsigned",
    status: 401,
    code: "missing_signature",
    request: { headers: unsigned, body: Buffer.from(oddBody) },
  },
  {
    what: "refuses what was tampered with",
    status: 401,
    code: "signature_mismatch",
    request: { headers: signed, body: Buffer.from(oddBody.replace("1.0", "9.0")) },
  },
  {
    what: "refuses what was parsed and written again on its way",
    status: 401,
    code: "signature_mismatch",
    request: { headers: signed, body: Buffer.from(JSON.stringify(JSON.parse(oddBody))) },
  },
  {
    what: "refuses what is no JSON, and not for that reason",
    noJson: true,
    status: 401,
    code: "signature_mismatch",
    request: { headers: signed, body: Buffer.from('{"event":') },
  },
];
