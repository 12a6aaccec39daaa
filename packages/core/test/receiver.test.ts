import { Readable } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  createReceiver,
  errorCodes,
  type Outcome,
  type ReceiverOptions,
  type RequestBody,
  type SecretSource,
} from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body: text, signature } = fixture.vectors[0]!;
const guide = new TextEncoder().encode(text);
const clock = () => timestamp * 1000;
const goodHeaders = { "x-mynth-signature": `t=${timestamp},v1=${signature}` };

afterEach(() => {
  vi.unstubAllEnvs();
});

async function receive(
  body: RequestBody,
  setup: { headers?: Record<string, string>; from?: SecretSource<unknown> } = {},
  options: ReceiverOptions = {},
) {
  const { headers = goodHeaders } = setup;
  const from = "from" in setup ? setup.from : secret;
  const receiver = createReceiver(from, { clock, ...options });
  const values = new Map(Object.entries(headers));
  const outcome = await receiver.receive(
    { method: "POST", url: "/", header: (name) => values.get(name), body },
    "context",
  );
  return outcome.kind === "respond" ? (outcome.error?.code ?? outcome.status) : outcome.kind;
}

describe("createReceiver with invalid arguments", () => {
  const number: unknown = JSON.parse("7");
  test.each([
    { what: "an empty secret", make: () => createReceiver("") },
    { what: "an empty array of secrets", make: () => createReceiver([]) },
    { what: "an empty secret in an array", make: () => createReceiver(["wbs_confidential", ""]) },
    { what: "white space around a secret", make: () => createReceiver("wbs_confidential\n") },
    { what: "an API key", make: () => createReceiver("mak_confidential") },
    { what: "a secret that is not a string", make: () => createReceiver(number as string) },
    { what: "a negative tolerance", make: () => createReceiver("wbs_secret_x", { tolerance: -1 }) },
    { what: "a tolerance of NaN", make: () => createReceiver("wbs_secret_x", { tolerance: Number.NaN }) },
    {
      what: "an infinite tolerance",
      make: () => createReceiver("wbs_secret_x", { tolerance: Number.POSITIVE_INFINITY }),
    },
    {
      what: "an unknown side of the tolerance",
      make: () => createReceiver("wbs_secret_x", JSON.parse('{"tolerance":{"ago":1}}')),
    },
    { what: "a body limit of 0", make: () => createReceiver("wbs_secret_x", { bodyLimit: 0 }) },
    { what: "a clock that is not a function", make: () => createReceiver("wbs_secret_x", JSON.parse('{"clock":1}')) },
    { what: "an unknown option", make: () => createReceiver("wbs_secret_x", JSON.parse('{"tolerence":1}')) },
  ])("createReceiver throws a TypeError on $what, without repeating the secret", ({ make }) => {
    expect(make).toThrow(TypeError);
    expect(make).not.toThrow(/confidential/);
  });
});

describe("the source of the secret", () => {
  const header = (name: string) => new Map(Object.entries(goodHeaders)).get(name);
  const request = { method: "POST", url: "/", header, body: guide };
  const getResult = (outcome: Outcome) => (outcome.kind === "respond" ? outcome.error?.code : outcome.kind);

  test("a receiver without arguments reads the environment on each request", async () => {
    vi.stubEnv("MYNTH_WEBHOOK_SECRET", undefined);
    vi.useFakeTimers({ now: timestamp * 1000, toFake: ["Date"] });
    const receiver = createReceiver();
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(getResult(await receiver.receive(request, undefined))).toBe("missing_secret");
    vi.stubEnv("MYNTH_WEBHOOK_SECRET", secret);
    expect(getResult(await receiver.receive(request, undefined))).toBe("deliver");
    vi.useRealTimers();
    log.mockRestore();
  });

  test("a receiver whose secret is undefined never falls back to the environment, and says so at startup", async () => {
    vi.stubEnv("MYNTH_WEBHOOK_SECRET", secret);
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const receiver = createReceiver(undefined, { clock });
    expect(log.mock.calls).toEqual([[expect.stringMatching(/secret is undefined.*pass no secret at all/)]]);
    expect(getResult(await receiver.receive(request, undefined))).toBe("missing_secret");
    log.mockRestore();
  });

  test.each([
    { what: "a string", from: () => secret, outcome: "deliver" },
    { what: "a promise of an array", from: async () => ["wbs_other", secret], outcome: "deliver" },
    { what: "another secret", from: () => "wbs_other", outcome: "signature_mismatch" },
    { what: "nothing", from: () => undefined, outcome: "missing_secret" },
    { what: "an empty string", from: () => "", outcome: "missing_secret" },
    { what: "an API key", from: () => "mak_x", outcome: "invalid_secret" },
    { what: "a promise that rejects", from: () => Promise.reject(new Error("down")), outcome: "secret_unavailable" },
  ])("a secret function that returns $what leads to $outcome", async ({ from, outcome }) => {
    expect(await receive(guide, { from })).toBe(outcome);
  });

  test("the error of a secret function is the cause of the error in onError", async () => {
    const cause = new Error("down");
    const onError = vi.fn();
    await receive(guide, { from: () => Promise.reject(cause) }, { onError });
    expect(onError.mock.calls[0]).toEqual([expect.objectContaining({ cause, status: 503 }), "context"]);
  });
});

describe("the default onError", () => {
  test("the default onError logs a 5xx with its hint and cause, at most once a minute", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    let time = timestamp * 1000;
    const cause = new Error("the vault is sealed");
    const receiver = createReceiver(() => Promise.reject(cause), { clock: () => time });
    const header = (name: string) => new Map(Object.entries(goodHeaders)).get(name);
    const receive = () => receiver.receive({ method: "POST", url: "/", header, body: guide }, undefined);
    await receive();
    await receive();
    expect(log.mock.calls).toEqual([[expect.stringMatching(/secret_unavailable: .*Its error is error\.cause/), cause]]);
    time += 60_000;
    await receive();
    expect(log).toHaveBeenCalledTimes(2);
    log.mockRestore();
  });

  test("the default onError does not log a 4xx, which anyone can cause", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await receive(guide, { headers: {} })).toBe("missing_signature");
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});

describe("reading the body", () => {
  const chunks = () => [guide.slice(0, 10), guide.slice(10)];
  const web = (pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
    new ReadableStream<Uint8Array>({ pull });
  const bodies: { what: string; body: () => RequestBody; outcome: string; limit?: number; length?: number }[] = [
    { what: "bytes", body: () => guide, outcome: "deliver" },
    { what: "bytes of exactly the limit", body: () => guide, limit: guide.length, outcome: "deliver" },
    { what: "bytes over the limit", body: () => guide, limit: guide.length - 1, outcome: "body_too_large" },
    { what: "a Node stream", body: () => Readable.from(chunks()), outcome: "deliver" },
    {
      what: "a Node stream that yields strings",
      body: () => Readable.from(chunks()).setEncoding("utf8"),
      outcome: "deliver",
    },
    {
      what: "a Node stream over the limit",
      body: () => Readable.from(chunks()),
      limit: 100,
      outcome: "body_too_large",
    },
    { what: "a web stream", body: () => new Blob([guide]).stream(), outcome: "deliver" },
    {
      what: "a web stream over the limit",
      body: () => new Blob([guide]).stream(),
      limit: 100,
      outcome: "body_too_large",
    },
    {
      what: "an endless web stream",
      body: () => web((c) => c.enqueue(new Uint8Array(1024))),
      outcome: "body_too_large",
    },
    { what: "a web stream that fails", body: () => web((c) => c.error(new Error("cut"))), outcome: "body_unreadable" },
    {
      what: "a Node stream that fails",
      body: () =>
        new Readable({
          read() {
            this.destroy(new Error("cut"));
          },
        }),
      outcome: "body_unreadable",
    },
    {
      what: "a Node stream that closes early",
      body: () =>
        new Readable({
          read() {
            this.destroy();
          },
        }),
      outcome: "body_unreadable",
    },
    {
      what: "a destroyed Node stream",
      body: () => Readable.from(chunks()).destroy(),
      outcome: "body_unreadable",
    },
    {
      what: "fewer bytes than declared",
      body: () => Readable.from(chunks()),
      length: guide.length + 1,
      outcome: "body_unreadable",
    },
    {
      what: "a declared length over the limit",
      body: () => Readable.from(chunks()),
      length: 9_999_999,
      outcome: "body_too_large",
    },
    { what: "a consumed body", body: () => undefined, outcome: "body_already_consumed" },
  ];

  test.each(bodies)("a receiver that reads $what returns $outcome", async ({ body, outcome, limit, length }) => {
    const headers = length === undefined ? goodHeaders : { ...goodHeaders, "content-length": `${length}` };
    expect(await receive(body(), { headers }, limit === undefined ? {} : { bodyLimit: limit })).toBe(outcome);
  });

  test.each([
    { what: "no signature", headers: {} },
    { what: "a malformed signature", headers: { "x-mynth-signature": "t=1" } },
    { what: "a stale signature", headers: { "x-mynth-signature": `t=1,v1=${signature}` } },
  ])(
    "a receiver neither reads the body nor calls the secret function for a request with $what",
    async ({ headers }) => {
      const from = vi.fn(() => secret);
      const read = vi.fn();
      const body = new Readable({ read });
      await receive(body, { headers, from });
      expect([from.mock.calls.length, read.mock.calls.length, body.readableFlowing]).toEqual([0, 0, null]);
    },
  );

  test("a receiver drains a long rejected body for a bounded time, and then closes the connection", async () => {
    vi.useFakeTimers();
    const receiver = createReceiver(secret, { clock });
    const body = new Readable({ read() {} });
    const header = (name: string) => (name === "transfer-encoding" ? "chunked" : undefined);
    const outcome = receiver.receive({ method: "POST", url: "/", header, body }, undefined);
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    expect(await outcome).toMatchObject({ kind: "respond", status: 401, headers: { connection: "close" } });
  });

  test("a receiver drains a web stream over the limit without canceling it, because a cancel can lose the response", async () => {
    const cancel = vi.fn();
    let left = 8;
    const body = new ReadableStream<Uint8Array>({
      pull: (c) => (left-- > 0 ? c.enqueue(new Uint8Array(1024)) : c.close()),
      cancel,
    });
    const receiver = createReceiver(secret, { clock, bodyLimit: 2048 });
    const header = (name: string) => (name === "x-mynth-signature" ? goodHeaders[name] : undefined);
    const outcome = await receiver.receive({ method: "POST", url: "/", header, body }, undefined);
    expect(outcome).toMatchObject({ kind: "respond", status: 413, headers: { connection: "close" } });
    expect([left, cancel.mock.calls.length]).toEqual([-1, 0]);
  });

  test("a receiver gives up a rejected web stream that does not end, and leaves the connection to the server", async () => {
    vi.useFakeTimers();
    const cancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({ cancel });
    const receiver = createReceiver(secret, { clock });
    const outcome = receiver.receive({ method: "POST", url: "/", header: () => undefined, body }, undefined);
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    expect(await outcome).toMatchObject({ kind: "respond", status: 401, headers: { connection: "close" } });
    expect(body.locked).toBe(false);
    expect(cancel).not.toHaveBeenCalled();
  });
});

describe("a body that is declared and does not come", () => {
  const declared = { ...goodHeaders, "content-length": String(guide.length) };
  test.each<{ what: string; body: () => RequestBody }>([
    { what: "no bytes", body: () => new Uint8Array() },
    { what: "an empty Node stream", body: () => Readable.from([]) },
    { what: "an empty web request", body: () => new Request("http://x/", { method: "POST", body: "" }) },
    {
      what: "a web request that was read before",
      body: () => {
        const request = new Request("http://x/", { method: "POST", body: text });
        void request.text();
        return request;
      },
    },
  ])("$what of a declared body is body_already_consumed, and no wrong signature", async ({ body }) => {
    expect(await receive(body(), { headers: declared })).toBe("body_already_consumed");
  });

  test("a web request is read whole where its length is declared, and as a stream where it is not", async () => {
    for (const headers of [declared, goodHeaders]) {
      expect(await receive(new Request("http://x/", { method: "POST", body: text }), { headers })).toBe("deliver");
    }
  });

  test("a web request longer than it declares, as inflating middleware makes it, is held to the limit", async () => {
    const long = () => new Request("http://x/", { method: "POST", body: "x".repeat(100) });
    expect(await receive(long(), { headers: { ...goodHeaders, "content-length": "1" } }, { bodyLimit: 50 })).toBe(
      "body_too_large",
    );
    expect(await receive(long(), { headers: goodHeaders }, { bodyLimit: 50 })).toBe("body_too_large");
  });
});

test("errorCodes has the published codes, statuses and messages", () => {
  expect(
    Object.entries(errorCodes).map(([code, { status, message }]) => `${status} ${code}: ${message}`),
  ).toMatchInlineSnapshot(`
    [
      "401 missing_signature: The request carries no webhook signature.",
      "400 malformed_signature: The webhook signature header is malformed.",
      "401 signature_mismatch: The webhook signature does not match.",
      "401 timestamp_out_of_tolerance: The webhook timestamp is outside the accepted window.",
      "401 invalid_token: The token in the webhook's URL is not valid.",
      "413 body_too_large: The request body is too large.",
      "400 body_unreadable: The request body could not be read to its end.",
      "415 unsupported_encoding: The request body is compressed.",
      "400 invalid_payload: The request body is not a valid webhook event.",
      "400 unknown_event: The name of the webhook event is not known.",
      "409 in_progress: The same event is being handled now.",
      "503 store_unavailable: The idempotency store is unavailable.",
      "500 body_already_consumed: The request body was consumed before it could be verified.",
      "500 missing_secret: No webhook secret is configured.",
      "500 invalid_secret: The configured webhook secret is not usable.",
      "503 secret_unavailable: The webhook secret could not be looked up.",
    ]
  `);
});
