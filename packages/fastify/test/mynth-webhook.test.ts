import { createHmac } from "node:crypto";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import Fastify, { type FastifyInstance } from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { describe, expect, test } from "vitest";
import { hasMynthEvent, memoryStore, mynthWebhook, on } from "../src/index.ts";

const secret = "wbs_fastify";
const url = "/webhooks/mynth";
const taskId = completedPayload.task.id;

function post(app: FastifyInstance, { headers, body } = signDelivery(completedPayload, { secret }), to = url) {
  return app.inject({ method: "POST", url: to, headers, payload: body });
}
const unsigned = { headers: { "content-type": "application/json" }, body: JSON.stringify(completedPayload) };
const addRoute = (app: FastifyInstance) => app.post(url, async (request) => ({ task: request.mynthEvent.task.id }));

describe("ways to register mynthWebhook in Fastify", () => {
  const ways: { what: string; set: (app: FastifyInstance) => Promise<unknown> }[] = [
    {
      what: "awaited, before the routes",
      set: async (app) => {
        await app.register(mynthWebhook, { secret });
        addRoute(app);
      },
    },
    {
      what: "not awaited, before the routes",
      set: async (app) => {
        app.register(mynthWebhook, { secret });
        addRoute(app);
      },
    },
    {
      what: "awaited, after the routes",
      set: async (app) => {
        addRoute(app);
        await app.register(mynthWebhook, { secret });
      },
    },
    {
      what: "not awaited, after the routes",
      set: async (app) => {
        addRoute(app);
        app.register(mynthWebhook, { secret });
      },
    },
    {
      what: "in its own scope",
      set: async (app) => {
        await app.register(async (scope) => {
          await scope.register(mynthWebhook, { secret });
          addRoute(scope);
        });
      },
    },
    {
      what: "above the scope of the routes",
      set: async (app) => {
        app.register(mynthWebhook, { secret });
        app.register(async (scope) => addRoute(scope));
      },
    },
  ];
  test.each(ways)(
    "mynthWebhook in Fastify, registered $what, lets no unverified request reach a handler",
    async ({ set }) => {
      const app = Fastify();
      await set(app);
      expect((await post(app, unsigned)).statusCode).toBe(401);
      expect((await post(app)).json()).toEqual({ task: taskId });
      await app.close();
    },
  );
});

test("mynthWebhook in Fastify guards its scope, and does not affect JSON parsing in others", async () => {
  const app = Fastify();
  await app.register(async (scope) => {
    await scope.register(mynthWebhook, { secret });
    addRoute(scope);
  });
  app.post("/api", async (request) => request.body);
  expect(
    (await post(app, { headers: { "content-type": "application/json" }, body: '{"a":1}' }, "/api")).json(),
  ).toEqual({ a: 1 });
  expect((await post(app, { headers: { "content-type": "text/odd" }, body: "a" }, "/api")).statusCode).toBe(415);
  expect((await post(app, unsigned)).statusCode).toBe(401);
});

test("mynthWebhook in Fastify guards single routes with global: false, and skips config: { mynthWebhook: false }", async () => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret, global: false });
  app.post(url, { config: { mynthWebhook: true } }, async (request) => request.mynthEvent.event);
  app.post("/open", async () => "open");
  expect((await post(app, unsigned)).statusCode).toBe(401);
  expect((await post(app)).body).toBe("task.image.generate.completed");
  expect((await post(app, unsigned, "/open")).body).toBe("open");

  const guarded = Fastify();
  await guarded.register(mynthWebhook, { secret });
  guarded.post("/open", { config: { mynthWebhook: false } }, async () => "open");
  expect((await post(guarded, unsigned, "/open")).body).toBe("open");
});

test("reading request.mynthEvent throws an error if nothing was verified", async () => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  app.get("/page", async (request) => request.mynthEvent.event);
  const response = await app.inject("/page");
  expect([response.statusCode, response.json().message]).toEqual([
    500,
    expect.stringContaining("No Mynth delivery was verified for GET /page"),
  ]);
});

test("mynthWebhook in Fastify passes rejections to the application's error handler", async () => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  app.setErrorHandler((error: { code: string; statusCode: number }, _request, reply) =>
    reply.code(error.statusCode).send({ own: error.code }),
  );
  addRoute(app);
  const response = await post(app, unsigned);
  expect([response.statusCode, response.json()]).toEqual([401, { own: "missing_signature" }]);
});

test('mynthWebhook in Fastify with errors: "respond" responds itself', async () => {
  const app = Fastify();
  app.setErrorHandler(async (_error, _request, reply) => reply.code(418).send("teapot"));
  await app.register(mynthWebhook, { secret, errors: "respond" });
  addRoute(app);
  const response = await post(app, unsigned);
  expect([response.statusCode, response.json()]).toEqual([
    401,
    { error: { code: "missing_signature", message: expect.any(String) } },
  ]);
});

test("mynthWebhook in Fastify fails the boot for another value of errors", async () => {
  const app = Fastify();
  // @ts-expect-error there is no such value
  app.register(mynthWebhook, { secret, errors: "throw" });
  await expect(app.ready()).rejects.toThrow(/errors must be "respond" or "next"/);
});

test("mynthWebhook in Fastify verifies before schemas validate the body", async () => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  const schema = { body: { type: "object", required: ["absent"] } };
  app.post(url, { schema }, async () => "never");
  expect((await post(app, unsigned)).statusCode).toBe(401);
  expect((await post(app)).json().code).toBe("FST_ERR_VALIDATION");
});

test("mynthWebhook in Fastify applies the body limit of the route", async () => {
  const app = Fastify({ bodyLimit: 100 });
  await app.register(mynthWebhook, { secret });
  addRoute(app);
  app.post("/large", { bodyLimit: 3_000_000 }, async (request) => request.mynthDelivery.rawBody.length);
  const large = signDelivery({ ...completedPayload, padding: "x".repeat(2_000_000) }, { secret });
  expect((await post(app, large)).json().code).toBe("body_too_large");
  expect(Number((await post(app, large, "/large")).body)).toBe(large.body.length);
});

test("two nested registrations of mynthWebhook in Fastify both verify", async () => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  await app.register(async (scope) => {
    await scope.register(mynthWebhook, { secret: "wbs_inner" });
    addRoute(scope);
  });
  expect((await post(app)).json().code).toBe("signature_mismatch");
});

describe("with fastify-raw-body", () => {
  const odd =
    '{ "event":"task.image.generate.completed", "task":{"id":"tsk_\u00e9"},\r\n"request":{"n":1.0},"result":{"images":[]} }';

  test.each([
    { encoding: "utf8" as const, global: true },
    { encoding: "utf8" as const, global: false },
    { encoding: false as const, global: true },
    { encoding: false as const, global: false },
  ])(
    "mynthWebhook in Fastify verifies the bytes of fastify-raw-body (encoding $encoding, global $global)",
    async ({ encoding, global }) => {
      const app = Fastify();
      await app.register(fastifyRawBody, { encoding, global });
      await app.register(mynthWebhook, { secret });
      app.post(url, { config: { rawBody: true } }, async (request) => ({
        same: Buffer.from(request.rawBody ?? "").equals(request.mynthDelivery.rawBody),
        itself: request.rawBody === request.mynthDelivery.rawBody,
        body: request.body,
      }));
      const response = await post(app, signDelivery(odd, { secret }));
      expect(response.json()).toEqual({ same: true, itself: encoding === false, body: JSON.parse(odd) });
      expect((await post(app, unsigned)).json().code).toBe("missing_signature");
      expect((await post(app, signDelivery(odd, { secret: "wbs_other" }))).json().code).toBe("signature_mismatch");
    },
  );

  test("mynthWebhook with fastify-raw-body verifies any content type", async () => {
    const app = Fastify();
    await app.register(fastifyRawBody);
    await app.register(mynthWebhook, { secret });
    addRoute(app);
    for (const type of ["text/plain", "application/octet-stream", "odd;;"]) {
      const { headers, body } = signDelivery(completedPayload, { secret });
      expect((await post(app, { headers: { ...headers, "content-type": type }, body })).statusCode).toBe(200);
      expect((await post(app, { headers: { "content-type": type }, body })).statusCode).toBe(401);
    }
  });

  test("mynthWebhook with fastify-raw-body passes OPTIONS without a body", async () => {
    const app = Fastify();
    await app.register(fastifyRawBody, { encoding: false });
    await app.register(mynthWebhook, { secret });
    app.all(url, async () => "handled");
    expect((await app.inject({ method: "OPTIONS", url })).body).toBe("handled");
  });

  test("mynthWebhook with fastify-raw-body verifies the body of a method that Fastify does not read", async () => {
    const app = Fastify();
    await app.register(fastifyRawBody, { encoding: false });
    await app.register(mynthWebhook, { secret });
    app.all(url, async (request) => request.mynthEvent.task.id);
    const { headers, body } = signDelivery(completedPayload, { secret });
    const trace = { method: "TRACE" as "POST", url, headers };
    expect((await app.inject({ ...trace, payload: body })).body).toBe(taskId);
    expect((await app.inject({ ...trace, payload: `${body} ` })).json().code).toBe("signature_mismatch");
  });

  test.each([
    { what: "keeps only the bytes of other routes", config: {}, options: { global: false } },
    { what: "is disabled for the route", config: { rawBody: false }, options: {} },
  ])("mynthWebhook in Fastify reads the bytes itself if fastify-raw-body $what", async ({ config, options }) => {
    const app = Fastify();
    await app.register(fastifyRawBody, options);
    await app.register(mynthWebhook, { secret });
    app.post(url, { config }, async (request) => request.mynthEvent.task.id);
    expect((await post(app)).body).toBe(taskId);
    expect((await post(app, unsigned)).statusCode).toBe(401);
  });

  test("fastify-raw-body works when it is registered after mynthWebhook, and keeps request.rawBody", async () => {
    const app = Fastify();
    app.register(mynthWebhook, { secret });
    app.register(fastifyRawBody, { runFirst: false });
    app.after(() =>
      app.post(url, async (request) =>
        createHmac("sha256", "")
          .update(request.rawBody ?? "")
          .digest("hex"),
      ),
    );
    const { body } = signDelivery(completedPayload, { secret });
    expect((await post(app)).body).toBe(createHmac("sha256", "").update(body).digest("hex"));
    expect((await post(app, unsigned)).statusCode).toBe(401);
  });
});

const parseAsBuffer = (app: FastifyInstance) =>
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

test.each<{ what: string; set: (app: FastifyInstance) => Promise<unknown> | unknown }>([
  {
    what: "the scope has only its own parsers",
    set: async (app) => {
      await app.register(mynthWebhook, { secret });
      app.register(async (child) => {
        child.removeAllContentTypeParsers();
        parseAsBuffer(child);
        addRoute(child);
      });
    },
  },
  {
    what: "all parsers are removed after it",
    set: async (app) => {
      await app.register(mynthWebhook, { secret });
      app.removeAllContentTypeParsers();
      parseAsBuffer(app);
      addRoute(app);
    },
  },
])("mynthWebhook in Fastify works if $what", async ({ set }) => {
  const app = Fastify();
  await set(app);
  expect((await post(app)).json()).toEqual({ task: taskId });
  expect((await post(app, unsigned)).statusCode).toBe(401);
});

test("request.mynthEvent in Fastify stays unchanged if a schema rewrites the body", async () => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  const properties = { event: { type: "string" }, task: { type: "object", properties: { id: { type: "number" } } } };
  const body = { type: "object", additionalProperties: false, properties };
  app.post(url, { schema: { body } }, async (request) => [request.body, request.mynthEvent]);
  const payload = { ...completedPayload, task: { ...completedPayload.task, id: "42" } };
  const [rewritten, event] = (await post(app, signDelivery(payload, { secret }))).json();
  expect(rewritten).toEqual({ event: payload.event, task: { ...payload.task, id: 42 } });
  expect(event).toEqual(payload);
});

test.each([{ global: 1 }, { secret: "" }, { tolerance: -1, secret }, { nonsense: true, secret }])(
  "mynthWebhook in Fastify fails the boot with a TypeError for the options %j",
  async (options) => {
    const app = Fastify();
    await expect(async () => {
      await app.register(mynthWebhook, JSON.parse(JSON.stringify(options)));
      await app.ready();
    }).rejects.toThrow(TypeError);
  },
);

describe("asking for the event in Fastify", () => {
  test("hasMynthEvent tells an error handler in Fastify that a rejected delivery has no event", async () => {
    const app = Fastify();
    await app.register(mynthWebhook, { secret });
    addRoute(app);
    app.setErrorHandler((error: { code: string; statusCode: number }, request, reply) =>
      reply
        .code(error.statusCode)
        .send({ code: error.code, task: hasMynthEvent(request) && request.mynthEvent.task.id }),
    );
    const { headers, body } = signDelivery(completedPayload, { secret });
    expect((await post(app, { headers, body: `${body} ` })).json()).toEqual({
      code: "signature_mismatch",
      task: false,
    });
  });

  test("hasMynthEvent lets an onSend hook in Fastify see delivered events only", async () => {
    const app = Fastify();
    await app.register(mynthWebhook, { secret, idempotency: { store: memoryStore() } });
    addRoute(app);
    app.addHook("onSend", async (request, reply) => {
      if (hasMynthEvent(request)) reply.header("x-task", request.mynthEvent.task.id);
    });
    const delivery = signDelivery(completedPayload, { secret });
    const answers = [await post(app, delivery), await post(app, delivery)];
    expect(answers.map(({ statusCode, headers }) => [statusCode, headers["x-task"]])).toEqual([
      [200, taskId],
      [200, undefined],
    ]);
  });

  test("hasMynthEvent is false in Fastify for a request outside the plugin's scope", async () => {
    const app = Fastify();
    app.get("/", async (request) => hasMynthEvent(request));
    expect((await app.inject("/")).json()).toBe(false);
  });
});

describe("configuring a route in Fastify", () => {
  test.each(["mynthWebook", "mynthwebhook", "mynthWebhooks", "mynth_webhook", "MynthWebhook"])(
    "config.%s in Fastify fails the boot, and does not leave the route open",
    async (key) => {
      const app = Fastify();
      await app.register(mynthWebhook, { secret, global: false });
      expect(() => app.post(url, { config: { [key]: true } }, async () => "open")).toThrow(/config\.mynthWebhook/);
    },
  );

  test("a misspelled config in Fastify answers 500 where the route was added before the plugin was loaded", async () => {
    const app = Fastify();
    app.register(mynthWebhook, { secret, global: false });
    app.post(url, { config: JSON.parse('{"mynthWebook":true}') }, async () => "open");
    expect((await post(app, unsigned)).statusCode).toBe(500);
  });

  test("the plugin's bodyLimit in Fastify counts for the parser of a guarded route, and for no other", async () => {
    const app = Fastify({ bodyLimit: 100 });
    await app.register(mynthWebhook, { secret, bodyLimit: 10_000 });
    const schema = { body: { type: "object" } };
    app.post(url, { schema }, async (request) => request.mynthEvent.task.id);
    app.post("/open", { config: { mynthWebhook: false } }, async () => "open");
    const large = signDelivery({ ...completedPayload, padding: "x".repeat(5000) }, { secret });
    expect((await post(app, large)).body).toBe(taskId);
    expect((await post(app, large, "/open")).statusCode).toBe(413);
  });

  test("app.register(import(...)) in Fastify takes the default export", async () => {
    const app = Fastify();
    await app.register(import("../src/index.ts"), { secret });
    addRoute(app);
    expect((await post(app)).json()).toEqual({ task: taskId });
  });
});

test("on() compiles in Fastify with HTTP/2 and with declared replies", async () => {
  const http2 = Fastify({ http2: true });
  http2.register(mynthWebhook, { secret });
  http2.post(url, on({ all: () => {} }));
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  app.post<{ Reply: { 204: undefined } }>(
    url,
    on({ "task.failed": (_event, _delivery, request) => request.log.info("") }),
  );
  expect((await post(app)).statusCode).toBe(204);
  await http2.close();
});
