import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RequestBody } from "../src/index.ts";
import { drainBody } from "../src/request/drain-body.ts";

const mebibyte = new Uint8Array(2 ** 20);
const byte = new Uint8Array(1);
const events = ["data", "end", "close", "error"];

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** Starts to drain, and tells whether it has ended. Streams of Node start and end in later ticks. */
async function start(body: RequestBody) {
  let hasEnded = false;
  const draining = drainBody(body).then(() => {
    hasEnded = true;
  });
  await settle();
  return { draining, hasEnded: () => settle().then(() => hasEnded) };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const createSource = () => new Readable({ read() {} });
const countListeners = (stream: Readable) => events.map((event) => stream.listenerCount(event));

/** A web stream that somebody else pushes to. */
function createWebSource() {
  const cancel = vi.fn();
  const pull = vi.fn();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      pull,
      cancel,
    },
    { highWaterMark: 0 },
  );
  return { stream, cancel, pull, controller: controller! };
}

describe("draining a Node stream", () => {
  test("drainBody discards a Node stream to its end, even if somebody has paused it", async () => {
    const stream = Readable.from([mebibyte, byte]);
    stream.pause();
    await drainBody(stream);
    expect(stream.readableEnded).toBe(true);
  });

  test("drainBody stops draining a Node stream after one second, and not before", async () => {
    const { hasEnded } = await start(createSource());
    await vi.advanceTimersByTimeAsync(999);
    expect(await hasEnded()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await hasEnded()).toBe(true);
  });

  test("drainBody stops draining a Node stream after one second, however often bytes arrive", async () => {
    const stream = createSource();
    const { hasEnded } = await start(stream);
    for (let elapsed = 0; elapsed < 1000; elapsed += 100) {
      expect(await hasEnded()).toBe(false);
      stream.push(byte);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(await hasEnded()).toBe(true);
  });

  test("drainBody goes on at exactly 16 MiB of a Node stream, and stops at one byte more", async () => {
    const stream = createSource();
    const { hasEnded } = await start(stream);
    for (let count = 0; count < 16; count += 1) stream.push(mebibyte);
    expect(await hasEnded()).toBe(false);
    stream.push(byte);
    expect(await hasEnded()).toBe(true);
  });

  const ends: { what: string; end: (stream: Readable) => unknown }[] = [
    { what: "the end of the stream", end: (stream) => stream.push(null) },
    { what: "a stream that is closed", end: (stream) => stream.destroy() },
    { what: "an error", end: (stream) => stream.destroy(new Error("cut")) },
    { what: "one second", end: () => vi.advanceTimersByTimeAsync(1000) },
    {
      what: "too many bytes",
      end: (stream) => {
        for (let count = 0; count < 17; count += 1) stream.push(mebibyte);
      },
    },
  ];
  test.each(ends)("drainBody keeps only its error listener and no timer after $what", async ({ end }) => {
    const stream = createSource();
    const before = countListeners(stream);
    const { draining, hasEnded } = await start(stream);
    expect([countListeners(stream), vi.getTimerCount()]).toEqual([before.map((count) => count + 1), 1]);
    await end(stream);
    expect(await hasEnded()).toBe(true);
    await expect(draining).resolves.toBeUndefined();
    const [data, ended, closed, error] = before;
    expect([countListeners(stream), vi.getTimerCount()]).toEqual([[data, ended, closed, error! + 1], 0]);
  });

  test("an error of a Node stream while it is drained does not end the process", async () => {
    // Without autoDestroy, no "close" follows: the error alone must end the draining.
    const stream = new Readable({ read() {}, autoDestroy: false, emitClose: false });
    const { draining } = await start(stream);
    stream.destroy(new Error("ECONNRESET"));
    await expect(draining).resolves.toBeUndefined();
  });

  test("an error of a Node stream after it was drained does not end the process", async () => {
    const stream = createSource();
    const { draining } = await start(stream);
    await vi.advanceTimersByTimeAsync(1000);
    await draining;
    stream.destroy(new Error("ECONNRESET"));
    await settle();
    expect(stream.closed).toBe(true);
  });

  test("drainBody leaves a Node stream that is destroyed alone, for it never ends", async () => {
    const stream = new PassThrough();
    stream.destroy();
    await once(stream, "close");
    const before = countListeners(stream);
    const { hasEnded } = await start(stream);
    expect([await hasEnded(), countListeners(stream), vi.getTimerCount()]).toEqual([true, before, 0]);
    expect(stream.readableFlowing).toBe(null);
  });

  test("drainBody leaves a Node stream that has ended alone, for it never ends again", async () => {
    const stream = new Readable({ read() {}, autoDestroy: false });
    stream.push(null);
    stream.resume();
    await once(stream, "end");
    expect(stream.destroyed).toBe(false);
    const before = countListeners(stream);
    const { hasEnded } = await start(stream);
    expect([await hasEnded(), countListeners(stream), vi.getTimerCount()]).toEqual([true, before, 0]);
  });
});

describe("draining a web stream", () => {
  test("drainBody discards a web stream to its end, without canceling it", async () => {
    const { stream, cancel, controller } = createWebSource();
    const { draining, hasEnded } = await start(stream);
    controller.enqueue(mebibyte);
    expect(await hasEnded()).toBe(false);
    controller.close();
    await draining;
    expect([stream.locked, cancel.mock.calls.length, vi.getTimerCount()]).toEqual([false, 0, 0]);
  });

  test("drainBody stops draining a web stream after one second, and the rest can be read", async () => {
    const { stream, cancel, controller } = createWebSource();
    const { hasEnded } = await start(stream);
    await vi.advanceTimersByTimeAsync(999);
    expect([await hasEnded(), stream.locked]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(1);
    expect([await hasEnded(), stream.locked]).toEqual([true, false]);
    expect(cancel).not.toHaveBeenCalled();
    controller.enqueue(byte);
    expect(await stream.getReader().read()).toEqual({ done: false, value: byte });
  });

  test("drainBody goes on at exactly 16 MiB of a web stream, and stops at one byte more without canceling", async () => {
    const { stream, cancel, controller } = createWebSource();
    const { draining, hasEnded } = await start(stream);
    for (let count = 0; count < 16; count += 1) controller.enqueue(mebibyte);
    expect(await hasEnded()).toBe(false);
    controller.enqueue(byte);
    await draining;
    expect([stream.locked, cancel.mock.calls.length, vi.getTimerCount()]).toEqual([false, 0, 0]);
  });

  test("an error of a web stream ends the draining without a throw, a lock or a timer", async () => {
    const { stream, controller } = createWebSource();
    const { draining } = await start(stream);
    controller.error(new Error("cut"));
    await expect(draining).resolves.toBeUndefined();
    expect([stream.locked, vi.getTimerCount()]).toEqual([false, 0]);
  });

  test("drainBody leaves a locked web stream to its reader", async () => {
    const { stream, controller } = createWebSource();
    const reader = stream.getReader();
    const { hasEnded } = await start(stream);
    expect([await hasEnded(), vi.getTimerCount()]).toEqual([true, 0]);
    controller.enqueue(byte);
    expect(await reader.read()).toEqual({ done: false, value: byte });
  });
});

describe("draining a web request", () => {
  test("drainBody discards the body of a Request, and leaves it unlocked", async () => {
    const request = new Request("http://x/", { method: "POST", body: "0123456789" });
    await drainBody(request);
    expect([request.bodyUsed, request.body?.locked]).toEqual([true, false]);
  });

  test("drainBody leaves a Request alone that somebody else reads", async () => {
    const request = new Request("http://x/", { method: "POST", body: "0123456789" });
    const text = request.text();
    await drainBody(request);
    expect(await text).toBe("0123456789");
  });
});

test.each<{ what: string; body: RequestBody }>([
  { what: "bytes", body: byte },
  { what: "a consumed body", body: undefined },
  { what: "a Request without a body", body: new Request("http://x/") },
])("drainBody has nothing to discard of $what", async ({ body }) => {
  const { hasEnded } = await start(body);
  expect([await hasEnded(), vi.getTimerCount()]).toEqual([true, 0]);
});
