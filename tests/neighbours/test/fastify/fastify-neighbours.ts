import circuitBreaker from "@fastify/circuit-breaker";
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import cors from "@fastify/cors";
import etag from "@fastify/etag";
import expressPlugin from "@fastify/express";
import formbody from "@fastify/formbody";
import helmet from "@fastify/helmet";
import httpProxy from "@fastify/http-proxy";
import middie from "@fastify/middie";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import replyFrom from "@fastify/reply-from";
import { fastifyRequestContext } from "@fastify/request-context";
import sensible from "@fastify/sensible";
import session from "@fastify/session";
import underPressure from "@fastify/under-pressure";
import rawBody from "fastify-raw-body";
import expressHelmet from "helmet";
import morgan from "morgan";
import type { FastifyNeighbour } from "../start-fastify.ts";

/** Nothing listens there, and nothing is forwarded there. */
const upstream = "http://127.0.0.1:9";

/** Fastify's own plugins and popular others, used as in their documentation. */
export const fastifyNeighbours: readonly FastifyNeighbour[] = [
  { what: "nothing", register: () => {} },
  {
    what: "@fastify/http-proxy for other paths",
    register: (app) => app.register(httpProxy, { upstream, prefix: "/api" }),
  },
  { what: "@fastify/reply-from", register: (app) => app.register(replyFrom, { base: upstream }) },
  { what: "@fastify/multipart", register: (app) => app.register(multipart) },
  {
    what: "@fastify/multipart that attaches fields",
    register: (app) => app.register(multipart, { attachFieldsToBody: true }),
  },
  { what: "@fastify/compress", register: (app) => app.register(compress) },
  {
    what: "@fastify/compress of everything",
    register: (app) => app.register(compress, { threshold: 0, global: true }),
  },
  { what: "@fastify/rate-limit", register: (app) => app.register(rateLimit, { max: 1000 }) },
  {
    what: "@fastify/rate-limit at preHandler",
    register: (app) => app.register(rateLimit, { max: 1000, hook: "preHandler" }),
  },
  {
    what: "@fastify/middie with Express's middleware",
    async register(app) {
      await app.register(middie);
      app.use(morgan("tiny", { stream: { write: () => true } }));
    },
  },
  {
    what: "@fastify/express with Express's middleware",
    async register(app) {
      // Not compression: behind @fastify/express it cuts off every response, guarded or not.
      await app.register(expressPlugin);
      app.use(expressHelmet());
    },
  },
  { what: "@fastify/under-pressure", register: (app) => app.register(underPressure, { maxEventLoopDelay: 10_000 }) },
  { what: "fastify-raw-body", register: (app) => app.register(rawBody, { encoding: "utf8" }) },
  { what: "fastify-raw-body as bytes", register: (app) => app.register(rawBody, { encoding: false }) },
  {
    what: "fastify-raw-body that runs first",
    register: (app) => app.register(rawBody, { runFirst: true, encoding: false }),
  },
  { what: "fastify-raw-body that is not global", register: (app) => app.register(rawBody, { global: false }) },
  { what: "@fastify/formbody", register: (app) => app.register(formbody) },
  { what: "@fastify/helmet", register: (app) => app.register(helmet) },
  { what: "@fastify/cors", register: (app) => app.register(cors) },
  { what: "@fastify/cookie", register: (app) => app.register(cookie) },
  {
    what: "@fastify/session",
    async register(app) {
      await app.register(cookie);
      await app.register(session, { secret: "a secret with minimum length of 32 characters", saveUninitialized: true });
    },
  },
  { what: "@fastify/sensible", register: (app) => app.register(sensible) },
  { what: "@fastify/etag", register: (app) => app.register(etag) },
  { what: "@fastify/request-context", register: (app) => app.register(fastifyRequestContext) },
  { what: "@fastify/circuit-breaker", register: (app) => app.register(circuitBreaker) },
];
