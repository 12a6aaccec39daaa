import type { Application } from "./application.ts";
import { path } from "./deliveries.ts";
import { type Answer, patience, type Sent } from "./send.ts";

/** The fields of a result of Lambda or Azure that the tests read. */
interface HandlerResult {
  readonly statusCode?: number;
  readonly status?: number;
  readonly body?: unknown;
}

export type LambdaHandler = (event: object, context: object) => unknown;

const domainName = "abcdef1234.execute-api.eu-central-1.amazonaws.com";
const sourceIp = "203.0.113.7";
const userAgent = "Mynth-Webhooks/1.0";

type Shape = (request: Sent) => object;

const restApi: Shape = ({ headers, method = "POST" }) => ({
  resource: "/{proxy+}",
  path,
  httpMethod: method,
  headers: { ...headers, host: domainName },
  multiValueHeaders: Object.fromEntries(
    Object.entries({ ...headers, host: domainName }).map(([name, value]) => [name, [value]]),
  ),
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { proxy: path.slice(1) },
  stageVariables: null,
  requestContext: {
    accountId: "123456789012",
    apiId: "abcdef1234",
    domainName,
    httpMethod: method,
    identity: { sourceIp, userAgent },
    path,
    protocol: "HTTP/1.1",
    requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    resourcePath: "/{proxy+}",
    stage: "$default",
  },
});

const httpApi: Shape = ({ headers, method = "POST" }) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: "",
  headers: { ...headers, host: domainName },
  requestContext: {
    accountId: "123456789012",
    apiId: "abcdef1234",
    domainName,
    http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent },
    requestId: "JKJaXmPLvHcESHA=",
    routeKey: "$default",
    stage: "$default",
  },
});

/** Payload formats 1.0 and 2.0, with the body as a string and in base64. */
export const lambdaShapes = [
  { shape: "Lambda v1", make: restApi, isBase64Encoded: false },
  { shape: "Lambda v1 in base64", make: restApi, isBase64Encoded: true },
  { shape: "Lambda v2", make: httpApi, isBase64Encoded: false },
  { shape: "Lambda v2 in base64", make: httpApi, isBase64Encoded: true },
];

const context = {
  awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  functionName: "hooks",
  getRemainingTimeInMillis: () => 30_000,
};

/** An application behind a Lambda wrapper. */
export function onLambda(
  handler: LambdaHandler,
  { make, isBase64Encoded }: (typeof lambdaShapes)[number],
): Application {
  return {
    url: `lambda:${path}`,
    async send(request) {
      const body = isBase64Encoded ? Buffer.from(request.body).toString("base64") : request.body;
      const length = { "content-length": `${Buffer.byteLength(request.body)}` };
      const event = { ...make({ ...request, headers: { ...request.headers, ...length } }), body, isBase64Encoded };
      // Lambda passes events as JSON.
      return toAnswer(await within(handler(JSON.parse(JSON.stringify(event)), { ...context })));
    },
    stop: async () => {},
  };
}

/** Rejects if the result takes longer than the patience of `send()`. */
export function within(result: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout;
  const hang = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`A hang: the handler returned nothing within ${patience} ms.`)),
      patience,
    );
  });
  return Promise.race([result, hang]).finally(() => clearTimeout(timer));
}

export function toAnswer(result: unknown): Answer {
  const { statusCode, status = statusCode, body }: HandlerResult = Object(result);
  if (typeof status !== "number") throw new Error(`No answer: ${JSON.stringify(result)}`);
  return { status, headers: {}, body: String(body ?? "") };
}
