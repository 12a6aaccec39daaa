import { httpInstrumentationMiddleware } from "@hono/otel";
import { prometheus } from "@hono/prometheus";
import { structuredLogger } from "@hono/structured-logger";
import { pinoLogger } from "hono-pino";
import { rateLimiter } from "hono-rate-limiter";
import { CookieStore, sessionMiddleware } from "hono-sessions";
import { checkNeighbours } from "../test/check-neighbours.ts";
import { type HonoNeighbour, onHono } from "../test/start-hono.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const packages: readonly HonoNeighbour[] = [
  { what: "behind @hono/otel", before: () => [httpInstrumentationMiddleware()] },
  { what: "behind @hono/prometheus", before: () => [prometheus().registerMetrics] },
  { what: "behind @hono/structured-logger", before: () => [structuredLogger({ createLogger: () => silent })] },
  { what: "behind hono-pino", before: () => [pinoLogger({ pino: { level: "silent" } })] },
  {
    what: "behind hono-rate-limiter",
    before: () => [rateLimiter({ limit: 1000, windowMs: 60_000, keyGenerator: () => "all" })],
  },
  {
    what: "behind hono-sessions",
    before: () => [
      sessionMiddleware({ store: new CookieStore(), encryptionKey: "password_at_least_32_characters_long" }),
    ],
  },
];

checkNeighbours(onHono(packages));
