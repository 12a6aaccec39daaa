import { EventEmitter, once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import type { MynthWebhookError, RequestBody } from "../src/index.ts";
import { BodyReader } from "../src/request/body-reader.ts";
import { isEventStream, isWebBody, isWebStream } from "../src/request/body-stream.ts";
import { drainBody } from "../src/request/drain-body.ts";
import { readBody } from "../src/request/read-body.ts";

const bytes = new TextEncoder().encode("0123456789");
const { length } = bytes;

/** The code and the details of the error that reading a body ends with. */
async function getError(read: () => unknown): Promise<Pick<MynthWebhookError, "code" | "details" | "cause" | "hint">> {
  try {
    await read();
  } catch (error) {
    return error as MynthWebhookError;
  }
  return expect.fail("It was read.");
}

const toRequest = (text = "0123456789") => new Request("http://x/", { method: "POST", body: text });
const toStream = () => Readable.from([bytes.slice(0, 4), bytes.slice(4)], { objectMode: false });
const toWebStream = () => new Response(bytes).body ?? expect.fail();

describe("the limit of a body", () => {
  const bodies: { what: string; make: () => Exclude<RequestBody, undefined> }[] = [
    { what: "bytes", make: () => bytes },
    { what: "a Node stream", make: toStream },
    { what: "a web stream", make: toWebStream },
    { what: "a web request", make: toRequest },
  ];
  for (const { what, make } of bodies) {
    for (const declared of [undefined, length]) {
      test(`readBody reads ${what} of exactly the limit, ${declared ? "declared" : "undeclared"}`, async () => {
        expect(Buffer.from(await readBody(make(), length, declared)).toString()).toBe("0123456789");
      });
    }

    test(`readBody rejects ${what} one byte over the limit, with the limit in details`, async () => {
      const { code, details } = await getError(() => readBody(make(), length - 1, undefined));
      expect([code, details]).toEqual(["body_too_large", { limitBytes: length - 1 }]);
    });
  }

  test("readBody rejects by the declared length, without reading", async () => {
    const request = toRequest();
    const { code, details } = await getError(() => readBody(request, 5, length));
    expect([code, details, request.bodyUsed]).toEqual([
      "body_too_large",
      { limitBytes: 5, declaredLength: length },
      false,
    ]);
  });
});

describe("reading a Node stream", () => {
  test("readBody returns a single chunk without copying it, and joins several", async () => {
    expect(await readBody(Readable.from([bytes]), length, undefined)).toBe(bytes);
    expect(Buffer.from(await readBody(toStream(), length, undefined)).toString()).toBe("0123456789");
  });

  test("readBody leaves no listener behind but that for errors, which would end the process", async () => {
    const stream = new PassThrough();
    const reading = readBody(stream, length, undefined);
    stream.end(bytes);
    await reading;
    const counts = ["data", "end", "close", "error"].map((event) => stream.listeners(event).length);
    const plain = new PassThrough();
    plain.on("error", () => {});
    expect(counts).toEqual(["data", "end", "close", "error"].map((event) => plain.listeners(event).length));
  });

  test("readBody fails at once on a stream that is destroyed already", async () => {
    const stream = new PassThrough();
    stream.destroy();
    await once(stream, "close");
    expect((await getError(() => readBody(stream, length, undefined))).code).toBe("body_unreadable");
  });

  test("readBody says how much came of a stream that breaks off, and why", async () => {
    const stream = new PassThrough();
    const reading = getError(() => readBody(stream, length, length));
    stream.write(bytes.slice(0, 3));
    await new Promise(setImmediate);
    const cause = new Error("cut");
    stream.destroy(cause);
    expect(await reading).toMatchObject({ code: "body_unreadable", cause, details: { receivedLength: 3 } });
  });

  test("readBody rejects a stream of another length than declared", async () => {
    expect(await getError(() => readBody(toStream(), 100, 12))).toMatchObject({
      code: "body_unreadable",
      details: { declaredLength: 12, receivedLength: length },
    });
    expect(await readBody(Readable.from([]), 100, 12)).toEqual(new Uint8Array());
  });

  test("readBody resumes a stream that somebody has paused, and no other", async () => {
    const paused = toStream();
    paused.pause();
    expect((await readBody(paused, length, undefined)).length).toBe(length);
    const fresh = toStream();
    const resume = vi.spyOn(fresh, "resume");
    const reading = readBody(fresh, length, undefined);
    const calls = resume.mock.calls.length;
    await reading;
    // on("data") resumes once by itself.
    expect(calls).toBe(1);
  });

  test("readBody says how much came of an iterable that fails", async () => {
    const cause = new Error("cut");
    async function* pieces() {
      yield bytes;
      throw cause;
    }
    expect(await getError(() => readBody(pieces(), 100, undefined))).toMatchObject({
      code: "body_unreadable",
      cause,
      details: { receivedLength: length },
    });
  });
});

describe("reading a web request", () => {
  const spy = () => ({ arrayBuffer: vi.fn(async () => bytes.slice().buffer), body: toWebStream() });

  test("readBody reads the whole body if its length is declared", async () => {
    const body = spy();
    await readBody(body, length, length);
    expect([body.arrayBuffer.mock.calls.length, body.body.locked]).toEqual([1, false]);
  });

  test("readBody reads a stream if no length is declared", async () => {
    const body = spy();
    expect((await readBody(body, length, undefined)).length).toBe(length);
    expect(body.arrayBuffer).not.toHaveBeenCalled();
  });

  test("readBody reads the whole body if there is no stream, as after c.req.text()", async () => {
    const { arrayBuffer } = spy();
    expect((await readBody({ arrayBuffer }, length, undefined)).length).toBe(length);
  });

  test("readBody takes a request without a body for an empty one", async () => {
    expect(await readBody({ arrayBuffer: () => expect.fail(), body: null }, length, undefined)).toEqual(
      new Uint8Array(),
    );
  });

  test("readBody takes a locked stream for consumed", async () => {
    const request = toRequest();
    request.body?.getReader();
    expect((await getError(() => readBody(request, length, undefined))).code).toBe("body_already_consumed");
  });

  test.each([
    { error: new TypeError("Body is unusable: Body has already been read"), code: "body_already_consumed" },
    { error: new TypeError("Body already used"), code: "body_already_consumed" },
    { error: new TypeError("ReadableStream is locked"), code: "body_already_consumed" },
    { error: new TypeError("Response body object should not be disturbed or locked"), code: "body_already_consumed" },
    { error: new TypeError("terminated"), code: "body_unreadable" },
    { error: new Error("already closed"), code: "body_unreadable" },
  ])("readBody takes $error for $code", async ({ error, code }) => {
    const body = { arrayBuffer: () => Promise.reject(error) };
    expect(await getError(() => readBody(body, length, length))).toMatchObject({ code, cause: error });
  });
});

describe("BodyReader", () => {
  const headers = (given: Record<string, string>) => (name: string) => given[name];
  const create = (given: Record<string, string>, rest: object) =>
    new BodyReader({ method: "POST", url: "/", header: headers(given), body: undefined, ...rest }, undefined);

  test.each([
    { method: "GET", code: "body_unreadable" },
    { method: "HEAD", code: "body_unreadable" },
    { method: "POST", code: "body_already_consumed" },
    { method: "OPTIONS", code: "body_already_consumed" },
  ])("BodyReader takes an empty body that is declared, with $method, for $code", async ({ method, code }) => {
    const reader = create({ "content-length": "3" }, { method, body: new Uint8Array() });
    expect((await getError(() => reader.read())).code).toBe(code);
  });

  test("BodyReader accepts an empty body that nothing declares, unless somebody has read the message", async () => {
    expect(await create({ "content-length": "0" }, { body: new Uint8Array() }).read()).toEqual(new Uint8Array());
    const read = create({}, { body: new Uint8Array(), wasRead: true });
    expect((await getError(() => read.read())).code).toBe("body_already_consumed");
  });

  test("BodyReader gives the adapter's hint for a body without bytes, or the default one", async () => {
    expect((await getError(() => create({}, { explainConsumed: () => "mine" }).read())).hint).toBe("mine");
    expect((await getError(() => create({}, { explainConsumed: () => undefined }).read())).hint).toMatch(/body parser/);
    expect((await getError(() => create({}, {}).read())).hint).toMatch(/body parser/);
  });

  test("BodyReader reads the body once, where a getter would give another one each time", async () => {
    const body = vi.fn(() => bytes);
    const reader = new BodyReader(
      {
        method: "POST",
        url: "/",
        header: () => undefined,
        get body() {
          return body();
        },
      },
      undefined,
    );
    reader.hold();
    await reader.read();
    await reader.drainUnread();
    expect(body).toHaveBeenCalledOnce();
  });

  test("BodyReader pauses a stream that flows, until it is read or drained", async () => {
    for (const end of ["read", "drainUnread"] as const) {
      const stream = new PassThrough();
      stream.on("data", () => {});
      const reader = create({}, { body: stream });
      reader.hold();
      expect(stream.readableFlowing).toBe(false);
      stream.end(bytes);
      const result = reader[end]();
      expect(stream.readableFlowing).toBe(true);
      await result;
    }
  });

  test("BodyReader leaves a stream alone that does not flow", () => {
    const stream = toStream();
    const pause = vi.spyOn(stream, "pause");
    create({}, { body: stream }).hold();
    expect(pause).not.toHaveBeenCalled();
  });

  test.each([
    { what: "a declared body over the limit", given: { "content-length": "1048577" }, close: true },
    { what: "a declared body of the limit", given: { "content-length": "1048576" }, close: false },
    { what: "a chunked body", given: { "transfer-encoding": "chunked" }, close: true },
    { what: "a body that nothing declares", given: {}, close: false },
  ])("BodyReader closes the connection after $what that nobody reads: $close", async ({ given, close }) => {
    const reader = create(given, { body: Readable.from([]) });
    expect(await reader.drainUnread()).toEqual(close ? { connection: "close" } : {});
  });

  test("BodyReader closes no connection after a body that it has read", async () => {
    const reader = create({ "transfer-encoding": "chunked" }, { body: toStream() });
    await reader.read();
    expect(reader.drainUnread()).toEqual({});
  });

  test("BodyReader drains the stream of a web request that declares no length", async () => {
    const request = toRequest();
    expect(await create({}, { body: request }).drainUnread()).toEqual({ connection: "close" });
    expect(request.bodyUsed).toBe(true);
  });
});

describe("draining", () => {
  /** A stream of which the test says when something happens. */
  class Source extends EventEmitter {
    destroyed = false;
    readableEnded = false;
    resume = vi.fn();
    pause = vi.fn();
    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {}
  }
  const mebibyte = new Uint8Array(2 ** 20);
  const isPending = (promise: Promise<unknown>) =>
    Promise.race([promise.then(() => false), new Promise((resolve) => setImmediate(resolve, true))]);

  test("drainBody discards at most 16 MiB of a Node stream", async () => {
    const source = new Source();
    const draining = drainBody(source);
    expect(source.resume).toHaveBeenCalledOnce();
    for (let count = 0; count < 16; count += 1) source.emit("data", mebibyte);
    expect(await isPending(draining)).toBe(true);
    source.emit("data", new Uint8Array(1));
    await draining;
    expect(["data", "end", "close", "error"].map((event) => source.listenerCount(event))).toEqual([0, 0, 0, 1]);
  });

  test.each(["end", "close", "error"])("drainBody stops at the %s of a Node stream", async (event) => {
    const source = new Source();
    const draining = drainBody(source);
    expect(await isPending(draining)).toBe(true);
    source.emit(event, new Error("cut"));
    await draining;
  });

  test("drainBody gives up after one second", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const draining = drainBody(new Source());
    await vi.advanceTimersByTimeAsync(999);
    expect(await isPending(draining)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await draining;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test("drainBody sets no timer that outlives a stream that ends", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const source = new Source();
    const draining = drainBody(source);
    source.emit("end");
    await draining;
    await drainBody(toWebStream());
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test.each(["destroyed", "readableEnded"] as const)("drainBody leaves a stream alone that is %s", async (field) => {
    const source = new Source();
    source[field] = true;
    await drainBody(source);
    expect(source.resume).not.toHaveBeenCalled();
  });

  test("drainBody discards at most 16 MiB of a web stream, and leaves it unlocked", async () => {
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(mebibyte);
        },
      },
      { highWaterMark: 0 },
    );
    await drainBody(stream);
    expect([pulled, stream.locked]).toEqual([17, false]);
  });

  test("drainBody leaves bytes, a consumed body and a locked stream alone", async () => {
    const locked = toWebStream();
    locked.getReader();
    for (const body of [bytes, undefined, locked, { arrayBuffer: async () => new ArrayBuffer(0), body: null }]) {
      await expect(drainBody(body)).resolves.toBeUndefined();
    }
  });
});

test("streams and requests are told by their methods", () => {
  const body: { what: string; value: RequestBody; is: readonly boolean[] }[] = [
    { what: "a Node stream", value: Readable.from([]), is: [true, false, false] },
    { what: "a web stream", value: new ReadableStream<Uint8Array>(), is: [false, true, false] },
    { what: "a web request", value: toRequest(), is: [false, false, true] },
    { what: "bytes", value: bytes, is: [false, false, false] },
    { what: "nothing", value: undefined, is: [false, false, false] },
  ];
  for (const { value, is } of body) expect([isEventStream(value), isWebStream(value), isWebBody(value)]).toEqual(is);
  // A user without types may pass anything.
  for (const odd of [null, "on", { on: 1, off: 1, resume: 1 }, { getReader: 1 }, { arrayBuffer: 1 }, { on() {} }]) {
    const value = odd as never;
    expect([isEventStream(value), isWebStream(value), isWebBody(value)]).toEqual([false, false, false]);
  }
});
