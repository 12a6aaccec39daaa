import { createHash } from "node:crypto";
import { PassThrough, Transform } from "node:stream";
import type { FastifyInstance, preParsingHookHandler, RequestPayload } from "fastify";
import type { FastifyNeighbour } from "../start-fastify.ts";

const onPayload = (replace: (payload: RequestPayload) => RequestPayload) => (app: FastifyInstance) => {
  const hook: preParsingHookHandler = (_request, _reply, payload, done) => done(null, replace(payload));
  app.addHook("preParsing", hook);
};

/** Hooks and parsers of the application itself. */
export const hookNeighbours: readonly FastifyNeighbour[] = [
  { what: "a preParsing hook that hashes", register: onPayload(hash) },
  { what: "a preParsing hook that tees", register: onPayload(tee) },
  { what: "a preParsing hook that counts", register: onPayload((payload) => payload.on("data", () => {})) },
  {
    what: "a preParsing hook that waits",
    register: (app) =>
      app.addHook("preParsing", async (_request, _reply, payload) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return payload;
      }),
  },
  { what: "a JSON parser that keeps the bytes", register: addBufferParser },
  { what: "a JSON parser that gives a string", register: (app) => addParser(app, "application/json", "string") },
  { what: "a parser of everything", register: (app) => addParser(app, "*", "buffer") },
  {
    what: "a sanitizer that rewrites request.body",
    register: (app) =>
      app.addHook("preHandler", async ({ body }) => {
        if (typeof body === "object" && body !== null) Object.assign(body, { task: { id: "clean" }, request: null });
      }),
  },
  {
    what: "a preValidation hook that insists on JSON",
    register: (app) =>
      app.addHook("preValidation", async ({ headers }, reply) => {
        const type = headers["content-type"];
        if (!type?.startsWith("application/json")) return reply.code(415).send({ type });
      }),
  },
  {
    what: "an onRequest hook that reads the media type",
    register: (app) => app.addHook("onRequest", async ({ mediaType }) => void mediaType),
  },
];

function hash(payload: RequestPayload): RequestPayload {
  const digest = createHash("sha256");
  const hashing: RequestPayload = new Transform({
    transform(chunk, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  hashing.receivedEncodedLength = 0;
  payload.on("data", (chunk) => {
    hashing.receivedEncodedLength = (hashing.receivedEncodedLength ?? 0) + chunk.length;
  });
  payload.pipe(hashing as Transform);
  return hashing;
}

function tee(payload: RequestPayload): RequestPayload {
  const copy = new PassThrough();
  payload.on("data", (chunk) => copy.write(chunk));
  payload.on("end", () => copy.end());
  return copy;
}

function addBufferParser(app: FastifyInstance): void {
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    Object.assign(request, { rawBody: body });
    done(null, body);
  });
}

function addParser(app: FastifyInstance, type: string, parseAs: "string" | "buffer"): void {
  app.addContentTypeParser(type, { parseAs }, (_request, body, done) => done(null, body));
}
