import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import type { ExpressNeighbour } from "../start-express.ts";

type Listen = (req: Parameters<RequestHandler>[0], next: () => void) => void;
const before = (listen: Listen) => () => [((req, _res, next) => listen(req, next)) satisfies RequestHandler];

/** Middleware that listens to the body or pauses it, and calls next() while the guard can still get the bytes. */
export const bodyListeners: readonly ExpressNeighbour[] = [
  { what: "behind a counter of bytes", before: before(countBytes) },
  { what: "behind rawBody += chunk that calls next() at once", before: before(capture) },
  { what: "behind rawBody set at the end that calls next() at once", before: before(captureAtEnd) },
  { what: "behind a pipe into a hash", before: before(hash) },
  { what: "behind rawBody as bytes that calls next() at the end", before: before(captureAndWait) },
  { what: "behind a pause and a resume", before: before(pauseAndResume) },
  { what: "behind a pause without a resume", before: before(pause) },
];

function countBytes(req: Parameters<Listen>[0], next: () => void): void {
  Object.assign(req, { bytes: 0 });
  req.on("data", (chunk) => Reflect.set(req, "bytes", Reflect.get(req, "bytes") + chunk.length));
  next();
}

function capture(req: Parameters<Listen>[0], next: () => void): void {
  let text = "";
  Object.assign(req, { rawBody: text });
  req.on("data", (chunk) => {
    text += chunk;
    Object.assign(req, { rawBody: text });
  });
  next();
}

function captureAtEnd(req: Parameters<Listen>[0], next: () => void): void {
  const chunks: Buffer[] = [];
  req.on("data", (chunk) => chunks.push(chunk));
  req.on("end", () => Object.assign(req, { rawBody: Buffer.concat(chunks) }));
  next();
}

function captureAndWait(req: Parameters<Listen>[0], next: () => void): void {
  captureAtEnd(req, () => {});
  req.on("end", next);
}

function hash(req: Parameters<Listen>[0], next: () => void): void {
  req.pipe(createHash("sha256"));
  next();
}

function pauseAndResume(req: Parameters<Listen>[0], next: () => void): void {
  req.pause();
  setTimeout(() => {
    req.resume();
    next();
  }, 20);
}

function pause(req: Parameters<Listen>[0], next: () => void): void {
  req.pause();
  setTimeout(next, 20);
}
