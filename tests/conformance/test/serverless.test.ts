import { createServer } from "node:http";
import { configure } from "@codegenie/serverless-express";
import { getRequestListener } from "@hono/node-server";
import express5, { type RequestHandler } from "express";
import express4 from "express4";
import { handle as lambdaHandle } from "hono/aws-lambda";
import { handle as vercelHandle } from "hono/vercel";
import serverlessHttp from "serverless-http";
import { describe, expect, test } from "vitest";
import { lambdaShapes, toResponse } from "./lambda-events.ts";
import { googleFunction, sendTo, vercelFunction } from "./node-platforms.ts";
import { oddBody, type PlatformRequest, type PlatformResponse, requests, signed } from "./platform-request.ts";
import { bareFunction, expressApp, fastifyListener, honoApp, honoBehind } from "./serverless-apps.ts";

interface Platform {
  readonly platform: string;
  /** `true` if the platform parses JSON first, and rejects invalid JSON itself. */
  readonly parsesFirst?: boolean;
  readonly send: (request: PlatformRequest) => Promise<PlatformResponse>;
}

/** The second argument of a Lambda handler. */
const lambdaContext = { awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" };

function onExpress(name: string, express: typeof express5): Platform[] {
  return [
    ...lambdaShapes.flatMap(({ shape, getEvent }) => [
      {
        platform: `${name} on Lambda by serverless-http, from ${shape}`,
        send: async (request: PlatformRequest) =>
          toResponse(Object(await serverlessHttp(expressApp(express))(getEvent(request), lambdaContext))),
      },
      {
        platform: `${name} on Lambda by serverless-express, from ${shape}`,
        send: async (request: PlatformRequest) =>
          toResponse(await configure({ app: expressApp(express) })(getEvent(request), lambdaContext, () => {})),
      },
    ]),
    {
      platform: `${name} on Google`,
      parsesFirst: true,
      send: (request) => sendTo(googleFunction(expressApp(express)), request),
    },
    { platform: `${name} on Vercel`, send: (request) => sendTo(vercelFunction(expressApp(express)), request) },
  ];
}

const platforms: readonly Platform[] = [
  ...onExpress("Express 5", express5),
  ...onExpress("Express 4", express4),
  {
    platform: "the Express middleware without an application, on Google",
    parsesFirst: true,
    send: (request) =>
      sendTo(
        googleFunction((req, res) => bareFunction(req, res, () => {})),
        request,
      ),
  },
  ...lambdaShapes.map(({ shape, getEvent }) => ({
    platform: `Hono on Lambda, from ${shape}`,
    send: async (request: PlatformRequest) => toResponse(await lambdaHandle(honoApp())(getEvent(request))),
  })),
  {
    platform: "Hono on Vercel",
    send: async (request) => getAnswer(await vercelHandle(honoApp())(fetchRequest(request))),
  },
  { platform: "Hono by fetch", send: async (request) => getAnswer(await honoApp().fetch(fetchRequest(request))) },
  {
    platform: "Fastify on Google",
    parsesFirst: true,
    send: (request) => sendTo(googleFunction(fastifyListener()), request),
  },
  { platform: "Fastify on Vercel", send: (request) => sendTo(vercelFunction(fastifyListener()), request) },
  {
    platform: "Hono on Google",
    parsesFirst: true,
    send: (request) => sendTo(googleFunction(getRequestListener(honoApp().fetch)), request),
  },
];

function fetchRequest({ headers, query, body }: PlatformRequest): Request {
  const url = `https://example.com/webhooks/mynth${query ? `?${new URLSearchParams(query)}` : ""}`;
  return new Request(url, { method: "POST", headers, body: new Uint8Array(body) });
}

async function getAnswer(response: Response): Promise<PlatformResponse> {
  return { status: response.status, body: await response.text() };
}

/** Parses the code of a rejection in our own format, or in that of Fastify's error page. */
function parseCode(body: string): unknown {
  const { error, code } = JSON.parse(body);
  return error?.code ?? code;
}

describe.each(platforms)("$platform", ({ platform, parsesFirst, send }) => {
  for (const { what, status, code, invalidJson, request } of requests) {
    if (invalidJson && parsesFirst) continue;
    test(`${what} with ${status} in ${platform}`, async () => {
      const answer = await send(request);
      const said = JSON.parse(answer.body);
      expect({ status: answer.status, code: parseCode(answer.body) }).toEqual({ status, code });
      if (status === 200) expect(said).toEqual({ raw: oddBody, escaped: "café /" });
    });
  }
});

const json = (express: typeof express5) => express.json({ type: () => true });
const dropRawBody: RequestHandler = (req, _res, next) => {
  Reflect.deleteProperty(req, "rawBody");
  next();
};

const withoutBytes: readonly Platform[] = [
  ...[
    { name: "Express 5", express: express5 },
    { name: "Express 4", express: express4 },
  ].flatMap(({ name, express }) => [
    ...lambdaShapes.flatMap(({ shape, getEvent }) => [
      {
        platform: `${name} on Lambda by serverless-http, from ${shape}, behind a JSON parser`,
        send: async (request: PlatformRequest) => {
          const app = expressApp(express, json(express));
          return toResponse(Object(await serverlessHttp(app)(getEvent(request), lambdaContext)));
        },
      },
      {
        platform: `${name} on Lambda by serverless-express, from ${shape}, behind a JSON parser`,
        send: async (request: PlatformRequest) => {
          const app = expressApp(express, json(express));
          return toResponse(await configure({ app })(getEvent(request), lambdaContext, () => {}));
        },
      },
    ]),
    {
      platform: `${name} on Google without rawBody`,
      send: (request: PlatformRequest) => sendTo(googleFunction(expressApp(express, dropRawBody)), request),
    },
  ]),
  {
    platform: "Fastify on Google without rawBody",
    send: (request) =>
      sendTo(
        googleFunction((req, res) => dropRawBody(req, res, () => fastifyListener()(req, res))),
        request,
      ),
  },
  {
    platform: "Hono on Google without rawBody",
    send: (request) => sendTo(googleFunction(honoBehind(dropRawBody)), request),
  },
  {
    platform: "Hono in an Express application, behind a JSON parser",
    send: (request) => sendTo(createServer(honoBehind(json(express5))), request),
  },
  {
    platform: "Hono as a Node function on Vercel, with its helpers",
    send: (request) => sendTo(vercelFunction(getRequestListener(honoApp().fetch)), request),
  },
];

describe("a platform that keeps no raw bytes", () => {
  for (const { platform, send } of withoutBytes) {
    test(`a delivery gets 500 body_already_consumed in ${platform}`, async () => {
      const { status, body } = await send({ headers: signed, body: Buffer.from(oddBody) });
      expect([status, parseCode(body)]).toEqual([500, "body_already_consumed"]);
    });
  }
});

test("a delivery that a REST API mapped to an object is rejected with 401, because it is reserialized", async () => {
  const event = { ...lambdaShapes[0]?.getEvent({ headers: signed, body: Buffer.from("") }), body: JSON.parse(oddBody) };
  const { status, body } = toResponse(Object(await serverlessHttp(expressApp(express5))(event, lambdaContext)));
  expect([status, parseCode(body)]).toEqual([401, "signature_mismatch"]);
});
