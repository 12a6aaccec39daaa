import type { APIGatewayProxyResult, LambdaEvent } from "hono/aws-lambda";
import type { PlatformRequest, PlatformResponse } from "./platform-request.ts";

const host = "abcdef1234.execute-api.eu-central-1.amazonaws.com";
const path = "/webhooks/mynth";
const sourceIp = "203.0.113.7";
const userAgent = "Mynth-Webhooks/1.0";

type CreateEvent = (request: PlatformRequest) => object;

const fold = (headers: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

/** A REST API keeps the case of header names as they were sent. */
const inSentCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]),
  );

/** A REST API with Lambda proxy integration: payload format 1.0. */
const apiGatewayV1: CreateEvent = ({ headers, query }) => ({
  resource: "/{proxy+}",
  path,
  httpMethod: "POST",
  headers: inSentCase({ ...headers, host, "user-agent": userAgent, "x-forwarded-for": sourceIp }),
  multiValueHeaders: fold(inSentCase({ ...headers, host, "user-agent": userAgent, "x-forwarded-for": sourceIp })),
  queryStringParameters: query ?? null,
  multiValueQueryStringParameters: query ? fold(query) : null,
  pathParameters: { proxy: "webhooks/mynth" },
  stageVariables: null,
  requestContext: {
    accountId: "123456789012",
    apiId: "abcdef1234",
    domainName: host,
    domainPrefix: "abcdef1234",
    extendedRequestId: "K8sEXAMPLE=",
    httpMethod: "POST",
    identity: { accountId: null, cognitoIdentityId: null, sourceIp, user: null, userAgent, userArn: null },
    path: `/prod${path}`,
    protocol: "HTTP/1.1",
    requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    requestTime: "04/Oct/2026:10:00:12 +0000",
    requestTimeEpoch: 1_791_108_012_000,
    resourceId: "123abc",
    resourcePath: "/{proxy+}",
    stage: "prod",
  },
});

/** An HTTP API or a function URL: payload format 2.0. */
const payloadV2 =
  (domainName: string): CreateEvent =>
  ({ headers, query, body }) => ({
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    cookies: ["session=1", "theme=dark"],
    headers: { ...headers, host: domainName, "content-length": `${body.length}`, "user-agent": userAgent },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: "123456789012",
      apiId: domainName.split(".")[0],
      domainName,
      domainPrefix: domainName.split(".")[0],
      http: { method: "POST", path, protocol: "HTTP/1.1", sourceIp, userAgent },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage: "$default",
      time: "04/Oct/2026:10:00:12 +0000",
      timeEpoch: 1_791_108_012_000,
    },
  });

/** An Application Load Balancer, which leaves query parameters encoded. */
const loadBalancer =
  (multiValue: boolean): CreateEvent =>
  ({ headers, query = {}, body }) => {
    const all = { ...headers, host: "lb-1.eu-central-1.elb.amazonaws.com", "content-length": `${body.length}` };
    const encoded = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, encodeURIComponent(value)]));
    return {
      requestContext: {
        elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/lambda/1" },
      },
      httpMethod: "POST",
      path,
      ...(multiValue
        ? { multiValueHeaders: fold(all), multiValueQueryStringParameters: fold(encoded) }
        : { headers: all, queryStringParameters: encoded }),
    };
  };

const shapes = [
  { shape: "API Gateway v1", make: apiGatewayV1 },
  { shape: "API Gateway v2", make: payloadV2(host) },
  { shape: "a load balancer", make: loadBalancer(false) },
  { shape: "a load balancer with multi-value headers", make: loadBalancer(true) },
  { shape: "a function URL", make: payloadV2("abcdef1234.lambda-url.eu-central-1.on.aws") },
];

/** Every shape of a Lambda event, with the body as text and as base64. */
export const lambdaShapes = shapes.flatMap(({ shape, make }) =>
  [false, true].map((isBase64Encoded) => ({
    shape: `${shape}, ${isBase64Encoded ? "in base64" : "as text"}`,
    // Lambda passes events as JSON, so nothing in them is shared or undefined.
    getEvent: (request: PlatformRequest): LambdaEvent =>
      JSON.parse(
        JSON.stringify({
          ...make(request),
          body: request.body.toString(isBase64Encoded ? "base64" : "utf8"),
          isBase64Encoded,
        }),
      ),
  })),
);

/** Converts a handler's result to the response that the caller gets. */
export function toResponse({ statusCode, body, isBase64Encoded }: APIGatewayProxyResult): PlatformResponse {
  return { status: statusCode, body: isBase64Encoded ? Buffer.from(body, "base64").toString() : body };
}
