import type { ExpressRequest } from "./express-request.ts";

/** Says what consumed the body of a request, and how to keep its bytes, where the request tells. */
export function explainConsumed(req: ExpressRequest): string | undefined {
  if (isNextPagesRequest(req)) {
    return "Next.js parsed the body before the API route ran. Export `const config = { api: { bodyParser: false } }` from it.";
  }
  const parser = findParser(req);
  if (parser !== undefined) {
    return `${parser} ran first and kept no bytes. Move mynthWebhook() before it. In NestJS, pass { rawBody: true } to NestFactory.create().`;
  }
  if (typeof req.body === "object" && req.body !== null) {
    return "req.body already holds a parsed value, and the bytes are gone. Move mynthWebhook() before the body parser, or have it keep the bytes as req.rawBody.";
  }
  return undefined;
}

/** The fields that Next.js adds to the requests of its Pages API. */
function isNextPagesRequest(req: object): boolean {
  return "cookies" in req && "query" in req && ("preview" in req || "previewData" in req || "draftMode" in req);
}

const parsers: Readonly<Record<string, string>> = {
  jsonParser: "express.json()",
  urlencodedParser: "express.urlencoded()",
  rawParser: "express.raw()",
  textParser: "express.text()",
  multerMiddleware: "multer",
};

/** The body parser that the application has mounted. */
function findParser(req: object): string | undefined {
  const app: unknown = Reflect.get(req, "app");
  // Express 4 throws when its router is read under the name of Express 5.
  const router = getField(app, "_router") ?? getField(app, "router");
  const stack = getField(router, "stack");
  if (!Array.isArray(stack)) return undefined;
  for (const layer of stack) {
    const name = getField(layer, "name");
    if (typeof name === "string" && Object.hasOwn(parsers, name)) return parsers[name];
  }
  return undefined;
}

function getField(value: unknown, name: string): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  return Reflect.get(value, name);
}
