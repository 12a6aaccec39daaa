import { type MynthWebhookError, memoryStore, type ReceivedEvent } from "@mynth-webhooks/core";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterEach, describe, expect, test, vi } from "vitest";
import { mynthWebhook, on } from "../src/index.ts";

const secret = "wbs_web_handler";
const url = "https://example.com/webhooks/mynth";
const event = exampleEvent("task.image.generate.completed");

function createRequest(by = secret, init: RequestInit = {}): Request {
  const { headers, body } = signDelivery(event, { secret: by });
  return new Request(url, { method: "POST", headers, body, ...init });
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the response", () => {
  test.each([
    { what: "nothing", result: undefined, status: 204, text: "" },
    { what: "an object", result: { saved: true }, status: 204, text: "" },
    { what: "a promise of a Response", result: Promise.resolve(new Response("saved")), status: 200, text: "saved" },
    { what: "a Response with a status", result: new Response("later", { status: 503 }), status: 503, text: "later" },
    {
      what: "a Response of another implementation",
      result: {
        status: 202,
        headers: new Headers(),
        body: null,
        text: async (): Promise<string> => "",
        [Symbol.toStringTag]: "Response",
      },
      status: 202,
      text: "",
    },
  ])("a handler that returns $what gets the status $status", async ({ result, status, text }) => {
    const response = await mynthWebhook(() => result, { secret })(createRequest());
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  test("a handler that throws gets 500 without details, and its error is logged", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const error = new Error("postgres://user:password@host is down");
    const response = await mynthWebhook(
      () => {
        throw error;
      },
      { secret },
    )(createRequest());
    expect([response.status, await response.text()]).toEqual([500, "Internal Server Error"]);
    expect(log).toHaveBeenCalledExactlyOnceWith("mynthWebhook: the handler threw.", error);
  });

  test("a clock that fails gets 500, so that the sender retries, and its error is logged", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const webhook = mynthWebhook(() => expect.fail("was run"), { secret, clock: () => Number.NaN });
    expect((await webhook(createRequest())).status).toBe(500);
    expect(log).toHaveBeenCalledWith("mynthWebhook: could not verify a request.", expect.any(TypeError));
  });

  test.each([
    { method: "GET", status: 405, text: "This URL receives webhooks, by POST.\n" },
    { method: "HEAD", status: 405, text: "" },
    { method: "OPTIONS", status: 204, text: "" },
  ])("a $method gets $status and the allowed methods", async ({ method, status, text }) => {
    const response = await mynthWebhook(() => expect.fail("was run"), { secret })(new Request(url, { method }));
    expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([
      status,
      "OPTIONS, POST",
      text,
    ]);
  });

  test("an OPTIONS gets the allowed methods although its server gives it an empty stream", async () => {
    const request = new Request(url, { method: "OPTIONS", body: new ReadableStream(), duplex: "half" } as RequestInit);
    const response = await mynthWebhook(() => expect.fail("was run"), { secret })(request);
    expect([response.status, response.headers.get("allow")]).toEqual([204, "OPTIONS, POST"]);
  });

  test("a request that throws when it is asked whether its body is used counts as read", async () => {
    const errors: MynthWebhookError[] = [];
    const webhook = mynthWebhook(() => {}, { secret, onError: (error) => void errors.push(error) });
    const request = createRequest();
    Object.defineProperty(request, "bodyUsed", {
      get() {
        throw new TypeError("should not be disturbed or locked");
      },
    });
    expect((await webhook(request)).status).toBe(500);
    expect(errors[0]?.code).toBe("body_already_consumed");
  });

  test("a body that somebody has read gets 500 and a hint that says so", async () => {
    const errors: MynthWebhookError[] = [];
    const webhook = mynthWebhook(() => {}, { secret, onError: (error) => void errors.push(error) });
    const request = createRequest();
    await request.json();
    expect((await webhook(request)).status).toBe(500);
    expect(errors[0]).toMatchObject({ code: "body_already_consumed", hint: expect.stringContaining("a clone") });
  });

  test.each([undefined, {}, { req: {}, res: {} }, { body: "{}", headers: {} }, "request"])(
    "a call with %j instead of a Request throws an error that says what to pass",
    async (given) => {
      const webhook = mynthWebhook(() => {}, { secret });
      await expect(webhook(given as never)).rejects.toThrow(/web-standard Request/);
    },
  );
});

describe("the secret", () => {
  test("a function gets the request and what the runtime passes after it", async () => {
    const webhook = mynthWebhook<[env: { secrets: Record<string, string> }, name: string]>(() => {}, {
      secret: (request, env, name) => env.secrets[name + new URL(request.url).pathname],
    });
    const env = { secrets: { "a/webhooks/mynth": secret } };
    expect((await webhook(createRequest(), env, "a")).status).toBe(204);
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await webhook(createRequest(), env, "b")).status).toBe(500);
  });

  test("concurrent requests each get their own context", async () => {
    const webhook = mynthWebhook<[own: string]>((_event, _delivery, _request, own) => new Response(own), {
      secret: async (_request, own) => {
        await new Promise((resolve) => setTimeout(resolve, own === "wbs_first_tenant" ? 20 : 1));
        return own;
      },
    });
    const owners = ["wbs_first_tenant", "wbs_second_tenant"];
    const responses = await Promise.all(owners.map((own) => webhook(createRequest(own), own)));
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual(owners);
  });

  test("without the option, the environment comes before a worker's env, which may be filled by strangers", async () => {
    const webhook = mynthWebhook<[env?: unknown]>(() => {});
    expect((await webhook(createRequest(), { MYNTH_WEBHOOK_SECRET: secret })).status).toBe(204);
    vi.stubEnv("MYNTH_WEBHOOK_SECRET", "wbs_of_the_environment");
    expect((await webhook(createRequest(), { MYNTH_WEBHOOK_SECRET: secret })).status).toBe(401);
    for (const context of [undefined, null, { params: Promise.resolve({}) }, { MYNTH_WEBHOOK_SECRET: 7 }])
      expect((await webhook(createRequest("wbs_of_the_environment"), context)).status).toBe(204);
  });

  test("a secret that is undefined is a missing secret, and not that of the environment", async () => {
    vi.stubEnv("MYNTH_WEBHOOK_SECRET", secret);
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await mynthWebhook(() => {}, { secret: undefined })(createRequest())).status).toBe(500);
  });

  test.each([
    { what: "an empty secret", create: () => mynthWebhook(() => {}, { secret: "" }) },
    { what: "an invalid option", create: () => mynthWebhook(() => {}, { secret, bodyLimit: -1 }) },
    {
      what: "a misspelled event",
      create: () => mynthWebhook(on({ "task.image.generate.complete": () => {} } as never)),
    },
    { what: "no handler", create: () => mynthWebhook(undefined as never, { secret }) },
    { what: "a secret in place of the handler", create: () => mynthWebhook(secret as never) },
  ])("$what throws a TypeError at startup", ({ create }) => {
    expect(create).toThrow(TypeError);
  });
});

describe("a claim", () => {
  /** Delivers the same event several times, and returns the statuses and how often the handler ran. */
  async function deliver(responses: readonly (() => Response)[]) {
    let runs = 0;
    const webhook = mynthWebhook(() => responses[runs++]?.() ?? expect.fail("was run again"), {
      secret,
      idempotency: { store: memoryStore() },
    });
    const statuses: (number | string)[] = [];
    for (let sent = 0; sent <= responses.length; sent += 1) {
      const response = await webhook(createRequest());
      await response.text().catch(() => statuses.push("broken off"));
      statuses.push(response.status);
    }
    await webhook.drain();
    return { statuses, runs };
  }

  const stream = (...pieces: (string | Error)[]) =>
    new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece instanceof Error) return controller.error(piece);
        return piece === undefined ? controller.close() : controller.enqueue(new TextEncoder().encode(piece));
      },
    });

  test.each([
    { what: "a 2xx", responses: [() => new Response("ok")], statuses: [200, 200], runs: 1 },
    { what: "a 2xx without a body", responses: [() => new Response()], statuses: [200, 200], runs: 1 },
    { what: "a whole stream", responses: [() => new Response(stream("a", "b"))], statuses: [200, 200], runs: 1 },
    {
      what: "a stream that fails midway",
      responses: [() => new Response(stream("a", new Error("broken"))), () => new Response("ok")],
      statuses: ["broken off", 200, 200, 200],
      runs: 2,
    },
    {
      what: "a 503",
      responses: [() => new Response("later", { status: 503 }), () => new Response("ok")],
      statuses: [503, 200, 200],
      runs: 2,
    },
  ])("a handler that returns $what runs $runs time(s)", async ({ responses, statuses, runs }) => {
    expect(await deliver(responses)).toEqual({ statuses, runs });
  });

  test.each([
    {
      what: "a body that is already read",
      respond: async () => {
        const response = Response.json({});
        await response.json();
        return response;
      },
    },
    {
      what: "a stream of objects",
      respond: async () => new Response(new ReadableStream<never>({ pull: (c) => c.enqueue({} as never) })),
    },
    { what: "no body that can be looked at", respond: async () => Object.create(Response.prototype) },
  ])("a response with $what releases the claim", async ({ respond }) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const store = memoryStore();
    const release = vi.fn(store.release);
    const complete = vi.fn(store.complete);
    const webhook = mynthWebhook(respond, { secret, idempotency: { store: { ...store, release, complete } } });
    const response = await webhook(createRequest());
    await Promise.resolve()
      .then(() => response.text())
      .catch(() => {});
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(1));
    expect(complete).not.toHaveBeenCalled();
  });

  test.each([
    { what: "a body of another library", response: { status: 200, headers: new Headers(), body: { pipe() {} } } },
    { what: "a status that cannot be copied", response: { status: 999, headers: new Headers(), body: stream("a") } },
  ])("a response with $what is returned as it is, and recorded", async ({ response }) => {
    const given = { ...response, [Symbol.toStringTag]: "Response" };
    const store = memoryStore();
    const settled = vi.fn();
    const webhook = mynthWebhook(() => given, {
      secret,
      idempotency: {
        store: {
          ...store,
          complete: async (...args) => {
            settled("complete");
            return store.complete(...args);
          },
          release: async (...args) => {
            settled("release");
            return store.release(...args);
          },
        },
      },
    });
    expect(await webhook(createRequest())).toBe(given);
    expect(settled).toHaveBeenCalledExactlyOnceWith(response.status === 200 ? "complete" : "release");
  });

  test("a small response is recorded although the server cancels it at once, because the sender has left", async () => {
    const webhook = mynthWebhook(() => Response.json({ ok: true }), { secret, idempotency: { store: memoryStore() } });
    await (await webhook(createRequest())).body?.cancel();
    const retry = await webhook(createRequest());
    expect([retry.status, await retry.text()]).toEqual([200, ""]);
  });

  test("a long stream is read as fast as the sender takes it, and no faster", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const webhook = mynthWebhook(() => new Response(endless), { secret, idempotency: { store: memoryStore() } });
    const response = await webhook(createRequest());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pulled).toBeLessThan(10);
    await response.body?.cancel();
  });

  test("headers, status text and several cookies of a streamed response are kept", async () => {
    const headers = new Headers([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["x-mine", "1"],
    ]);
    const webhook = mynthWebhook(() => new Response(stream("a"), { status: 201, statusText: "Saved", headers }), {
      secret,
      idempotency: { store: memoryStore() },
    });
    const response = await webhook(createRequest());
    expect([response.status, response.statusText, response.headers.getSetCookie()]).toEqual([
      201,
      "Saved",
      ["a=1", "b=2"],
    ]);
    expect([response.headers.get("x-mine"), await response.text()]).toEqual(["1", "a"]);
  });
});

test("on() passes the event, the delivery, the request and what the runtime passes after it", async () => {
  const seen: unknown[] = [];
  const webhook = mynthWebhook(
    on<[env: { name: string }]>({
      "task.image.generate.completed": ({ result }, { key }, request, env) =>
        seen.push(result.images.length, key, request.url, env.name),
      "task.failed": () => expect.fail("was run"),
    }),
    { secret },
  );
  expect((await webhook(createRequest(), { name: "worker" })).status).toBe(204);
  expect(seen).toEqual([event.result.images.length, `${event.event}:${event.task.id}`, url, "worker"]);
});

test("callbacks of the options get the Request", async () => {
  const seen: unknown[] = [];
  const webhook = mynthWebhook((received: ReceivedEvent) => void seen.push(received.event), {
    secret,
    onDelivery: (_event, _delivery, request) => void seen.push(request.url),
    onError: (error, request) => void seen.push(error.code, request.url),
  });
  await webhook(createRequest());
  await webhook(createRequest("wbs_of_another"));
  expect(seen).toEqual([url, event.event, "signature_mismatch", url]);
});
