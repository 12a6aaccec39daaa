import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { getDeclaredLength, getHeader } from "../src/incoming-request.ts";
import { type IncomingRequest, MynthWebhookError, type RawRequest } from "../src/index.ts";
import { assertUncompressed } from "../src/request/assert-uncompressed.ts";
import { BodyReader } from "../src/request/body-reader.ts";
import { toIncomingRequest } from "../src/request/raw-request.ts";

const text = "0123456789";
const bytes = Buffer.from(text);
const { length } = bytes;
const mebibyte = 2 ** 20;
const close = { connection: "close" };

type Given = Partial<Omit<IncomingRequest, "header">> & { headers?: Record<string, string | readonly string[]> };

function createRequest({ headers = {}, ...rest }: Given): IncomingRequest {
  const values = new Map(Object.entries(headers));
  return { method: "POST", url: "/", body: undefined, header: (name) => values.get(name), ...rest };
}

const createReader = (given: Given, bodyLimit?: number) => new BodyReader(createRequest(given), bodyLimit);
const createStream = () => Readable.from([bytes.subarray(0, 4), bytes.subarray(4)], { objectMode: false });
const createWebStream = () => new Response(text).body!;
const createWebRequest = () => new Request("http://x/", { method: "POST", body: text });
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function getError(read: () => unknown): Promise<MynthWebhookError> {
  try {
    await read();
  } catch (error) {
    if (error instanceof MynthWebhookError) return error;
    throw error;
  }
  return expect.fail("Nothing was thrown.");
}

describe("holding a stream", () => {
  /** A stream that somebody listens to, and that is in flow. */
  function createFlowing() {
    const stream = new PassThrough();
    const seen: string[] = [];
    stream.on("data", (chunk) => seen.push(`${chunk}`));
    return { stream, seen };
  }

  test("hold() pauses a flowing stream, so that chunks that arrive before read() are not lost", async () => {
    const { stream, seen } = createFlowing();
    const reader = createReader({ body: stream });
    reader.hold();
    stream.end(bytes);
    await settle();
    expect([stream.isPaused(), seen]).toEqual([true, []]);
    expect(Buffer.from(await reader.read()).toString()).toBe(text);
  });

  test("drainUnread() resumes a stream that hold() has paused, for whoever listens to it", async () => {
    const { stream, seen } = createFlowing();
    const reader = createReader({ headers: { "content-length": `${length}` }, body: stream });
    reader.hold();
    stream.end(bytes);
    await settle();
    expect(await reader.drainUnread()).toEqual({});
    await settle();
    expect([stream.isPaused(), seen]).toEqual([false, [text]]);
  });

  test("hold() and drainUnread() leave a stream as it is that somebody else has paused", async () => {
    const { stream, seen } = createFlowing();
    stream.pause();
    const reader = createReader({ headers: { "content-length": `${length}` }, body: stream });
    reader.hold();
    stream.end(bytes);
    expect(await reader.drainUnread()).toEqual({});
    await settle();
    expect([stream.isPaused(), seen]).toEqual([true, []]);
  });

  test("hold() and drainUnread() leave a stream as it is that nobody has started", async () => {
    const stream = createStream();
    const reader = createReader({ headers: { "content-length": `${length}` }, body: stream });
    reader.hold();
    expect(stream.readableFlowing).toBe(null);
    expect(await reader.drainUnread()).toEqual({});
    expect(stream.readableFlowing).toBe(null);
  });

  test.each<{ what: string; body: IncomingRequest["body"] }>([
    { what: "bytes", body: bytes },
    { what: "a web stream", body: createWebStream() },
    { what: "a web request", body: createWebRequest() },
  ])("hold() has nothing to pause of $what, and read() returns it whole", async ({ body }) => {
    const reader = createReader({ body });
    reader.hold();
    expect(Buffer.from(await reader.read()).toString()).toBe(text);
  });
});

describe("the limit of a reader", () => {
  const limits: { what: string; option?: number; framework?: number; limit: number }[] = [
    { what: "the option", option: 100, framework: 200, limit: 100 },
    { what: "the option, also if it is larger than the framework's", option: 200, framework: 100, limit: 200 },
    { what: "the option, also if it is 0", option: 0, framework: 100, limit: 0 },
    { what: "the framework's without the option", framework: 200, limit: 200 },
    { what: "the framework's, also if it is over 1 MiB", framework: 2 * mebibyte, limit: 2 * mebibyte },
    { what: "1 MiB without either", limit: mebibyte },
  ];
  test.each(limits)("the limit of a body is $what", async ({ option, framework, limit }) => {
    const create = (size: number) => createReader({ bodyLimit: framework, body: new Uint8Array(size) }, option);
    expect((await create(limit).read()).length).toBe(limit);
    expect(await getError(() => create(limit + 1).read())).toMatchObject({
      code: "body_too_large",
      details: { limitBytes: limit },
    });
  });

  test.each(limits)("drainUnread() closes the connection only over the limit: $what", async (given) => {
    const { option, framework, limit } = given;
    const drain = (declared: number) =>
      createReader(
        { headers: { "content-length": `${declared}` }, bodyLimit: framework, body: createStream() },
        option,
      ).drainUnread();
    expect(await drain(limit)).toEqual({});
    expect(await drain(limit + 1)).toEqual(close);
  });
});

describe("a body that nobody reads", () => {
  const chunked = { "transfer-encoding": "chunked" };
  const declared = (count: number) => ({ "content-length": `${count}` });
  const bodies: { what: string; body: IncomingRequest["body"]; headers: Record<string, string>; closes: boolean }[] = [
    { what: "a Node stream within the limit", body: createStream(), headers: declared(length), closes: false },
    { what: "a Node stream over the limit", body: createStream(), headers: declared(length + 1), closes: true },
    { what: "a chunked Node stream", body: createStream(), headers: chunked, closes: true },
    { what: "a Node stream without either header", body: createStream(), headers: {}, closes: false },
    { what: "a web request within the limit", body: createWebRequest(), headers: declared(length), closes: false },
    { what: "a web request over the limit", body: createWebRequest(), headers: declared(length + 1), closes: true },
    { what: "a web request without either header", body: createWebRequest(), headers: {}, closes: true },
    { what: "a web stream within the limit", body: createWebStream(), headers: declared(length), closes: false },
    { what: "a web stream without either header", body: createWebStream(), headers: {}, closes: true },
    { what: "a web request without a body", body: new Request("http://x/"), headers: {}, closes: false },
    { what: "bytes without either header", body: bytes, headers: {}, closes: false },
    { what: "no body at all", body: undefined, headers: {}, closes: false },
  ];
  test.each(bodies)("drainUnread() closes the connection after $what: $closes", async ({ body, headers, closes }) => {
    expect(await createReader({ body, headers }, length).drainUnread()).toEqual(closes ? close : {});
  });

  test("drainUnread() discards the rest of a body before the connection is closed", async () => {
    const stream = createStream();
    await createReader({ body: stream, headers: chunked }).drainUnread();
    const request = createWebRequest();
    await createReader({ body: request }).drainUnread();
    expect([stream.readableEnded, request.bodyUsed]).toEqual([true, true]);
  });

  test("drainUnread() leaves a body within the limit to the server", async () => {
    const stream = createStream();
    const request = createWebRequest();
    for (const body of [stream, request]) await createReader({ body, headers: declared(length) }).drainUnread();
    expect([stream.readableFlowing, request.bodyUsed]).toEqual([null, false]);
  });

  test.each<{ what: string; create: () => IncomingRequest["body"] }>([
    { what: "a Node stream", create: createStream },
    { what: "a web stream", create: createWebStream },
    { what: "a web request", create: createWebRequest },
  ])("drainUnread() closes no connection after $what that was read", async ({ create }) => {
    const reader = createReader({ body: create(), headers: chunked });
    await reader.read();
    expect(await reader.drainUnread()).toEqual({});
  });

  test("drainUnread() closes the connection after a body that was read only in part", async () => {
    const reader = createReader({ body: createStream(), headers: chunked }, 5);
    expect((await getError(() => reader.read())).code).toBe("body_too_large");
    expect(await reader.drainUnread()).toEqual(close);
  });
});

describe("a body that is gone", () => {
  const defaultHint = new MynthWebhookError("body_already_consumed").hint;

  test.each<{ what: string; explainConsumed?: () => string | undefined; hint: string }>([
    { what: "the adapter's hint", explainConsumed: () => "Move express.json().", hint: "Move express.json()." },
    { what: "the default hint if the adapter knows none", explainConsumed: () => undefined, hint: defaultHint },
    { what: "the default hint if the adapter gives none", hint: defaultHint },
  ])("body_already_consumed carries $what", async ({ explainConsumed, hint }) => {
    const bodies: Given[] = [{ body: undefined }, { body: new Uint8Array(), headers: { "content-length": "10" } }];
    for (const given of bodies) {
      const error = await getError(() => createReader({ explainConsumed, ...given }).read());
      expect([error.code, error.hint]).toEqual(["body_already_consumed", hint]);
    }
  });

  const empty: { what: string; create: () => IncomingRequest["body"] }[] = [
    { what: "bytes", create: () => new Uint8Array() },
    { what: "a Node stream", create: () => Readable.from([]) },
    { what: "a web request", create: () => new Request("http://x/") },
  ];
  const cases = empty.flatMap(({ what, create }) => [
    { what, create, method: "POST", code: "body_already_consumed" },
    { what, create, method: "GET", code: "body_unreadable" },
    { what, create, method: "HEAD", code: "body_unreadable" },
  ]);
  test.each(cases)("$method of $what without the bytes it declares fails with $code", async (given) => {
    const { create, method, code } = given;
    const reader = createReader({ method, body: create(), headers: { "content-length": "10" } });
    expect((await getError(() => reader.read())).code).toBe(code);
  });

  test.each(empty)("read() returns no bytes for $what of which none are declared", async ({ create }) => {
    expect((await createReader({ body: create() }).read()).length).toBe(0);
    expect((await createReader({ body: create(), headers: { "content-length": "0" } }).read()).length).toBe(0);
  });
});

describe("the earlier receiver of a request", () => {
  test("read() returns the very bytes of an earlier receiver, and does not touch the body", async () => {
    const rawBody = new Uint8Array(bytes);
    const request = createWebRequest();
    expect(await createReader({ body: request, earlier: { rawBody } }).read()).toBe(rawBody);
    expect(await createReader({ body: undefined, earlier: { rawBody } }).read()).toBe(rawBody);
    expect(request.bodyUsed).toBe(false);
  });

  test("the limit holds for the bytes of an earlier receiver too", async () => {
    const reader = createReader({ earlier: { rawBody: bytes } }, length - 1);
    expect((await getError(() => reader.read())).code).toBe("body_too_large");
  });

  test("drainUnread() drains nothing after an earlier receiver", async () => {
    const request = createWebRequest();
    expect(await createReader({ body: request, earlier: { rawBody: bytes } }).drainUnread()).toEqual({});
    expect(request.bodyUsed).toBe(false);
  });
});

describe("the headers of a request", () => {
  test.each([{}, ...["", "identity", "IDENTITY", "Identity"].map((encoding) => ({ "content-encoding": encoding }))])(
    "assertUncompressed accepts %j",
    (headers) => {
      expect(() => assertUncompressed(createRequest({ headers }))).not.toThrow();
    },
  );

  test.each(["gzip", "br", "identity, gzip", "GZIP"])(
    "assertUncompressed rejects the content-encoding %s",
    async (encoding) => {
      const request = createRequest({ headers: { "content-encoding": encoding } });
      expect((await getError(() => assertUncompressed(request))).code).toBe("unsupported_encoding");
    },
  );

  test.each<{ value: string | readonly string[]; header: string }>([
    { value: "a", header: "a" },
    { value: ["a"], header: "a" },
    { value: ["a", "b"], header: "a,b" },
  ])("getHeader joins $value with commas", ({ value, header }) => {
    expect(getHeader(createRequest({ headers: { "x-a": value } }), "x-a")).toBe(header);
  });

  test.each<{ value: string | readonly string[]; expected: number | undefined }>([
    { value: "0", expected: 0 },
    { value: "10", expected: 10 },
    { value: "", expected: undefined },
    { value: "ten", expected: undefined },
    { value: "-10", expected: undefined },
    { value: "10.5", expected: undefined },
    { value: "1e3", expected: undefined },
    { value: "0x10", expected: undefined },
    { value: " 10", expected: undefined },
    { value: ["10", "10"], expected: undefined },
  ])("getDeclaredLength takes the content-length $value for $expected", ({ value, expected }) => {
    expect(getDeclaredLength(createRequest({ headers: { "content-length": value } }))).toBe(expected);
  });

  test("getDeclaredLength is undefined without a content-length", () => {
    expect(getDeclaredLength(createRequest({}))).toBeUndefined();
  });
});

describe("a request whose body is already read", () => {
  const shared = new SharedArrayBuffer(length);
  new Uint8Array(shared).set(bytes);
  test.each<{ what: string; body: RawRequest["body"] }>([
    { what: "an ArrayBuffer", body: new Uint8Array(bytes).buffer },
    { what: "a SharedArrayBuffer", body: shared },
    { what: "a part of a larger ArrayBuffer", body: Buffer.from(`<${text}>`).subarray(1, -1) },
    { what: "a string", body: text },
  ])("toIncomingRequest takes the bytes of $what", async ({ body }) => {
    const read = await new BodyReader(toIncomingRequest({ headers: {}, body }), undefined).read();
    expect(Buffer.from(read).toString()).toBe(text);
  });

  test.each(["ArrayBuffers", "NoArrayBuffer", "[object ArrayBuffer", "ArrayBuffer] or so"])(
    "toIncomingRequest takes no object with the tag %s for an ArrayBuffer",
    (tag) => {
      // A user without types may pass anything.
      const body = { [Symbol.toStringTag]: tag } as never;
      expect(() => toIncomingRequest({ headers: {}, body })).toThrow(TypeError);
    },
  );

  test("toIncomingRequest takes a request for a POST without a URL, unless it has one", () => {
    expect(toIncomingRequest({ headers: {}, body: text })).toMatchObject({ method: "POST", url: "" });
    expect(toIncomingRequest({ headers: {}, body: text, url: "/hooks?a=b" }).url).toBe("/hooks?a=b");
  });

  test.each<{ what: string; headers: RawRequest["headers"] }>([
    { what: "text", headers: { get: "mine", "X-A": "a" } },
    { what: "repeated", headers: { get: ["mine"], "X-A": "a" } },
    { what: "undefined", headers: { get: undefined, "X-A": "a" } },
  ])("toIncomingRequest reads an object of headers of which one is named get, and is $what", ({ headers }) => {
    const { header } = toIncomingRequest({ headers, body: text });
    expect([header("x-a"), header("get"), header("x-b")]).toEqual(["a", Reflect.get(headers, "get"), undefined]);
  });

  test("toIncomingRequest reads a header by the get() of a Headers object, and a missing one is undefined", () => {
    const { header } = toIncomingRequest({ headers: new Headers({ "X-A": "a" }), body: text });
    expect([header("x-a"), header("x-b")]).toEqual(["a", undefined]);
  });
});
