import { bodyLimit } from "hono/body-limit";
import { cache } from "hono/cache";
import { compress } from "hono/compress";
import { contextStorage } from "hono/context-storage";
import { cors } from "hono/cors";
import { csrf } from "hono/csrf";
import { etag } from "hono/etag";
import { ipRestriction } from "hono/ip-restriction";
import { languageDetector } from "hono/language";
import { logger } from "hono/logger";
import { methodOverride } from "hono/method-override";
import { poweredBy } from "hono/powered-by";
import { prettyJSON } from "hono/pretty-json";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";
import { timing } from "hono/timing";
import { trimTrailingSlash } from "hono/trailing-slash";
import type { HonoNeighbour } from "../start-hono.ts";

const anywhere = () => "127.0.0.1";

/** Hono's built-in middleware, used as in its documentation. */
export const honoNeighbours: readonly HonoNeighbour[] = [
  { what: "alone" },
  { what: "behind bodyLimit", before: () => [bodyLimit({ maxSize: 1024 * 1024 })] },
  { what: "in front of bodyLimit", behind: () => [bodyLimit({ maxSize: 1024 * 1024 })] },
  { what: "behind timeout", before: () => [timeout(8000)] },
  { what: "in front of timeout", behind: () => [timeout(8000)] },
  { what: "behind compress", before: () => [compress()] },
  { what: "behind csrf", before: () => [csrf()] },
  { what: "behind cors", before: () => [cors()] },
  { what: "behind etag", before: () => [etag()] },
  { what: "behind logger", before: () => [logger(() => {})] },
  { what: "behind secureHeaders", before: () => [secureHeaders()] },
  { what: "behind requestId", before: () => [requestId()] },
  { what: "behind ipRestriction", before: () => [ipRestriction(anywhere, { allowList: ["127.0.0.1"] })] },
  { what: "behind contextStorage", before: () => [contextStorage()] },
  { what: "behind prettyJSON", before: () => [prettyJSON({ force: true })] },
  { what: "behind timing", before: () => [timing()] },
  { what: "behind poweredBy", before: () => [poweredBy()] },
  { what: "behind trimTrailingSlash", before: () => [trimTrailingSlash()] },
  {
    what: "behind languageDetector",
    before: () => [languageDetector({ fallbackLanguage: "en", supportedLanguages: ["en"] })],
  },
  { what: "behind cache", before: () => [cache({ cacheName: "neighbours", wait: true, onCacheNotAvailable: false })] },
  { what: "behind methodOverride by header", mount: overriding({ header: "x-http-method-override" }) },
  { what: "behind methodOverride by query", mount: overriding({ query: "_method" }) },
  { what: "behind methodOverride by form", mount: overriding({}) },
];

function overriding(options: { header?: string; query?: string }): NonNullable<HonoNeighbour["mount"]> {
  return (app, guard, handler) => {
    const overrides = options.header
      ? methodOverride({ app, header: options.header })
      : options.query
        ? methodOverride({ app, query: options.query })
        : methodOverride({ app });
    app.use(overrides).post("/webhooks/mynth", guard, handler);
  };
}
