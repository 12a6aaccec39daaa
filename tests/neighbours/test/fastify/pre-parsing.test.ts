import { createHash } from "node:crypto";
import { PassThrough, Transform } from "node:stream";
import { mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify, { type FastifyRequest, type preParsingHookHandler, type RequestPayload } from "fastify";
import { expect, type TestContext, test } from "vitest";
import { sendUntilSettled, startNeighbour } from "../check-neighbours.ts";
import { createDelivery, large, path, secret, small } from "../deliveries.ts";
import { reportErrors, startFastify } from "../start-fastify.ts";

type Where = "before the plugin" | "behind the plugin" | "on the route";
const places: readonly Where[] = ["before the plugin", "behind the plugin", "on the route"];

/** Starts an application with one preParsing hook. Its handler responds with the digest that the hook set. */
function start(where: Where, hook: () => preParsingHookHandler | undefined, context: TestContext) {
  const called: preParsingHookHandler = function (request, reply, payload, done) {
    const current = hook();
    return current ? current.call(this, request, reply, payload, done) : done(null, payload);
  };
  return startNeighbour(
    {
      async start(inbox) {
        const app = Fastify();
        reportErrors(app, inbox);
        if (where === "before the plugin") app.addHook("preParsing", called);
        await app.register(mynthWebhook, { secret, ...inbox.options });
        if (where === "behind the plugin") app.addHook("preParsing", called);
        app.post(path, where === "on the route" ? { preParsing: called } : {}, async (request) => {
          await inbox.handle(request.mynthEvent, request.mynthDelivery);
          return { digest: Reflect.get(request, "digest") ?? null };
        });
        return startFastify(app);
      },
    },
    context,
  );
}

/** Hashes the payload. With `reject`, the stream ends with an error. */
function hashing(request: FastifyRequest, payload: RequestPayload, reject = false): RequestPayload {
  const hash = createHash("sha256");
  const stream = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      Object.assign(request, { digest: hash.digest("hex") });
      done(reject ? Object.assign(new Error("The digest does not match."), { statusCode: 403 }) : null);
    },
  });
  const counted: RequestPayload = Object.assign(stream, { receivedEncodedLength: 0 });
  payload.on("data", (chunk) => {
    counted.receivedEncodedLength = (counted.receivedEncodedLength ?? 0) + chunk.length;
  });
  payload.pipe(stream);
  return counted;
}

const hash: preParsingHookHandler = (request, _reply, payload, done) => done(null, hashing(request, payload));
const tee: preParsingHookHandler = (request, _reply, payload, done) => {
  const chunks: Buffer[] = [];
  const copy = new PassThrough();
  payload.on("data", (chunk) => {
    chunks.push(chunk);
    copy.write(chunk);
  });
  payload.on("end", () => {
    Object.assign(request, { digest: createHash("sha256").update(Buffer.concat(chunks)).digest("hex") });
    copy.end();
  });
  done(null, copy);
};
const rejections: { how: string; hook: preParsingHookHandler }[] = [
  {
    how: "with a stream that ends with an error",
    hook: (request, _reply, payload, done) => done(null, hashing(request, payload, true)),
  },
  {
    how: "with an error",
    hook: (_request, _reply, _payload, done) => done(Object.assign(new Error("No."), { statusCode: 403 })),
  },
  { how: "with a response", hook: (_request, reply) => void reply.code(403).send({ no: true }) },
];

for (const where of places) {
  for (const [name, hook] of Object.entries({ "hashes through a transform": hash, "tees by listening": tee })) {
    for (const size of [small, large]) {
      test.concurrent(`a preParsing hook ${where} that ${name} passes its digest of ${size} bytes to the handler`, async (context) => {
        const { application, inbox } = await start(where, () => hook, context);
        const delivery = createDelivery({ size });
        const digest = createHash("sha256").update(delivery.body).digest("hex");
        const { status, body } = await application.send(delivery);
        expect({ status, body, reports: inbox.reports }).toEqual({
          status: 200,
          body: JSON.stringify({ digest }),
          reports: [],
        });
      });
    }
  }

  for (const { how, hook } of rejections) {
    test.concurrent(`a preParsing hook ${where} that rejects ${how} skips the handler, and the retry is handled`, async (context) => {
      let current: preParsingHookHandler | undefined = hook;
      const { application, inbox } = await start(where, () => current, context);
      const { status } = await application.send(createDelivery());
      // The guard reads this stream and may take its error for a body that was cut off.
      const expected = where === "before the plugin" && status === 400 ? 400 : 403;
      expect([status, inbox.handled.length]).toEqual([expected, 0]);
      current = undefined;
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 1]);
    });
  }
}
