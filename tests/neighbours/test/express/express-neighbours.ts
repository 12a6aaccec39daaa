import bodyParser from "body-parser";
import compression from "compression";
import timeout from "connect-timeout";
import cookieParser from "cookie-parser";
import cookieSession from "cookie-session";
import cors from "cors";
import type { RequestHandler } from "express";
import fileUpload from "express-fileupload";
import httpContext from "express-http-context";
import mongoSanitize from "express-mongo-sanitize";
import { rateLimit } from "express-rate-limit";
import xmlBodyParser from "express-xml-bodyparser";
import helmet from "helmet";
import hpp from "hpp";
import log4js from "log4js";
import methodOverride from "method-override";
import morgan from "morgan";
import multer from "multer";
import onHeaders from "on-headers";
import oldOnHeaders from "on-headers-1-0";
import { pinoHttp } from "pino-http";
import responseTime from "response-time";
import sameSiteNone from "should-send-same-site-none";
import type { ExpressNeighbour } from "../start-express.ts";
import { slowSession } from "./slow-session.ts";

const nowhere = { write: () => true };
log4js.configure({
  appenders: { out: { type: "recording" } },
  categories: { default: { appenders: ["out"], level: "info" } },
});

const withOnHeaders =
  (listen: typeof onHeaders): RequestHandler =>
  (_req, res, next) => {
    listen(res, () => res.setHeader("x-seen", "1"));
    next();
  };

/** Packages in front of a whole application, used as in their documentation. */
export const expressNeighbours: readonly ExpressNeighbour[] = [
  { what: "alone" },
  { what: "behind compression", before: () => [compression()] },
  { what: "behind compression of everything", before: () => [compression({ threshold: 0 })] },
  { what: "behind express-session", before: () => [slowSession(0)] },
  { what: "behind express-session with a slow store", before: () => [slowSession(60)] },
  { what: "behind cookie-session", before: () => [cookieSession({ secret: "keyboard cat" })] },
  { what: "behind cookie-parser", before: () => [cookieParser()] },
  { what: "behind pino-http", before: () => [pinoHttp({ level: "info" }, nowhere)] },
  { what: "behind log4js connectLogger", before: () => [log4js.connectLogger(log4js.getLogger(), { level: "auto" })] },
  { what: "behind morgan", before: () => [morgan("combined", { stream: nowhere })] },
  { what: "behind connect-timeout", before: () => [timeout("8s")] },
  { what: "behind helmet", before: () => [helmet()] },
  { what: "behind cors", before: () => [cors()] },
  { what: "behind hpp", before: () => [hpp()] },
  { what: "in front of hpp", behind: () => [hpp()] },
  { what: "behind express-mongo-sanitize", only: 4, before: () => [mongoSanitize()] },
  { what: "in front of express-mongo-sanitize", only: 4, behind: () => [mongoSanitize({ replaceWith: "_" })] },
  { what: "behind on-headers", before: () => [withOnHeaders(onHeaders)] },
  { what: "behind on-headers 1.0.1", before: () => [withOnHeaders(oldOnHeaders)] },
  { what: "behind should-send-same-site-none", before: () => [sameSiteNone.shouldSendSameSiteNone] },
  { what: "behind response-time", before: () => [responseTime()] },
  { what: "behind method-override", before: () => [methodOverride()] },
  { what: "behind express-rate-limit", before: () => [rateLimit({ limit: 1000, validate: false })] },
  { what: "behind express-http-context", before: () => [httpContext.middleware] },
  { what: "behind express-fileupload", before: () => [fileUpload()] },
  { what: "in front of express-fileupload", behind: () => [fileUpload()] },
  { what: "behind multer", before: () => [multer().any()] },
  { what: "behind express-xml-bodyparser", before: () => [xmlBodyParser()] },
  { what: "behind express.urlencoded", before: (express) => [express.urlencoded({ extended: true })] },
  { what: "in front of express.json", behind: (express) => [express.json()] },
  { what: "in front of body-parser", behind: () => [bodyParser.json(), bodyParser.urlencoded({ extended: false })] },
  { what: "behind body-parser raw", before: () => [bodyParser.raw({ type: () => true, limit: "1mb" })] },
  { what: "behind express.raw", before: (express) => [express.raw({ type: "*/*", limit: "1mb" })] },
  { what: "behind express.text", before: (express) => [express.text({ type: "*/*", limit: "1mb" })] },
  {
    what: "behind express.json that keeps the bytes",
    before: (express) => [express.json({ limit: "1mb", verify: keepBytes })],
  },
  {
    what: "in a router",
    mount: (app, guard, handler, express) => app.use("/webhooks", express.Router().post("/mynth", guard, handler)),
  },
  { what: "in front of a sanitizer that rewrites req.body", behind: () => [sanitize] },
];

function keepBytes(req: object, _res: unknown, bytes: Buffer): void {
  Object.assign(req, { rawBody: bytes });
}

/** Changes the body in place and recursively, as express-mongo-sanitize and xss-clean do. */
const sanitize: RequestHandler = (req, _res, next) => {
  const clean = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      clean(inner);
      Reflect.set(value, key, typeof inner === "string" ? inner.replaceAll("<", "&lt;").trim() : inner);
      if (key.startsWith("$") || key.includes(".")) Reflect.deleteProperty(value, key);
    }
  };
  clean(req.body);
  next();
};
