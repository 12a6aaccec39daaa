import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import type { DeliverOutcome, Delivery } from "../src/index.ts";
import { getMessageBody, hasUndeclaredBody, type NodeMessage, settleOnResponse } from "../src/node.ts";
import { settleAtEnd } from "../src/web/settle-at-end.ts";
import { toResponse } from "../src/web.ts";

const bytes = Buffer.from("bytes");
const toMessage = (fields: object) =>
  Object.assign(new PassThrough(), { headers: {}, ...fields }) as unknown as NodeMessage;
const mock = (fields: object) => ({ headers: {}, ...fields }) as unknown as NodeMessage;

describe("the body of a Node message", () => {
  const declared = { "content-length": "5" };
  const chunked = { "transfer-encoding": "chunked" };

  test("is rawBody, if it has bytes or nothing else is declared", () => {
    expect(getMessageBody(toMessage({ rawBody: bytes, headers: declared }))).toBe(bytes);
    expect(getMessageBody(toMessage({ rawBody: "text" }))).toEqual(new TextEncoder().encode("text"));
    expect(getMessageBody(toMessage({ rawBody: "" }))).toEqual(new Uint8Array());
    expect(getMessageBody(toMessage({ rawBody: "", headers: { "content-length": "0" } }))).toEqual(new Uint8Array());
  });

  test.each([declared, chunked])("is the stream, if rawBody is still empty and %j is declared", (headers) => {
    const message = toMessage({ rawBody: "", headers });
    expect(getMessageBody(message)).toBe(message);
  });

  test("is another stream that a framework has put in place, while that is unread", () => {
    const stream = new PassThrough();
    expect(getMessageBody(toMessage({}), stream)).toBe(stream);
  });

  test("is what a reading platform left, or the bytes in body, once the stream is read", async () => {
    const message = toMessage({ body: bytes });
    const stream = message as unknown as PassThrough;
    stream.end("read");
    stream.resume();
    await new Promise((resolve) => stream.on("end", resolve));
    expect(getMessageBody(message)).toBe(bytes);
    expect(getMessageBody(Object.assign(stream, { read: () => "again" }) as never)).toEqual(
      new TextEncoder().encode("again"),
    );
    expect(
      getMessageBody(Object.assign(stream, { read: () => null, body: { parsed: true } }) as never),
    ).toBeUndefined();
  });

  test("is the bytes in body of a mock, which has no stream", () => {
    expect(getMessageBody(mock({ body: bytes }))).toBe(bytes);
    expect(getMessageBody(mock({ body: {} }))).toBeUndefined();
  });

  test("is undeclared only where HTTP/2 says that something follows", () => {
    expect(hasUndeclaredBody({ httpVersionMajor: 2, stream: { endAfterHeaders: false } })).toBe(true);
    expect(hasUndeclaredBody({ httpVersionMajor: 2, stream: { endAfterHeaders: true } })).toBe(false);
    expect(hasUndeclaredBody({ httpVersionMajor: 2, stream: null })).toBe(false);
    expect(hasUndeclaredBody({ httpVersionMajor: 1, stream: { endAfterHeaders: false } })).toBe(false);
  });
});

describe("settling with a Node response", () => {
  class Response extends EventEmitter {
    statusCode = 200;
    writableEnded = false;
    end(): string {
      return "ended";
    }
    destroy(): string {
      return "destroyed";
    }
  }
  const start = (claim: Delivery["claim"] = { key: "k", owner: "o", retention: 1 }) => {
    const response = new Response();
    const settle = vi.fn(async (_status: number) => {});
    settleOnResponse(response, { delivery: { claim }, settle } as unknown as DeliverOutcome);
    return { response, settle: () => settle.mock.calls.flat() };
  };

  test("happens with the status when end() is called, and returns what that returns", () => {
    const { response, settle } = start();
    response.statusCode = 204;
    expect([response.end(), settle()]).toEqual(["ended", [204]]);
  });

  test.each(["finish", "close"])("happens one microtask after %s, if the response has ended by then", async (event) => {
    const { response, settle } = start();
    response.emit(event);
    response.writableEnded = true;
    expect(settle()).toEqual([]);
    await Promise.resolve();
    expect(settle()).toEqual([200]);
  });

  test.each(["finish", "close"])("does not happen after %s, if the response has not ended", async (event) => {
    const { response, settle } = start();
    response.emit(event);
    await new Promise(setImmediate);
    expect(settle()).toEqual([]);
  });

  test("happens with 500 when the response is destroyed, and not after it has ended or the sender has left", () => {
    const destroyed = start();
    expect([destroyed.response.destroy(), destroyed.settle()]).toEqual(["destroyed", [500]]);
    const ended = start();
    ended.response.writableEnded = true;
    ended.response.destroy();
    const left = start();
    left.response.emit("close");
    left.response.destroy();
    expect([ended.settle(), left.settle()]).toEqual([[], []]);
  });

  test("leaves a response alone if there is no claim", () => {
    const response = new Response();
    settleOnResponse(response, { delivery: {}, settle: () => expect.fail() } as unknown as DeliverOutcome);
    expect([Object.hasOwn(response, "end"), response.listenerCount("finish")]).toEqual([false, 0]);
  });

  test("works with a response that cannot be destroyed", () => {
    const response = Object.assign(new EventEmitter(), { statusCode: 200, writableEnded: false, end: () => {} });
    const outcome = { delivery: { claim: {} }, settle: async () => {} } as unknown as DeliverOutcome;
    expect(() => settleOnResponse(response, outcome)).not.toThrow();
  });
});

describe("settling with a web response", () => {
  const read = async (stream: ReadableStream<Uint8Array>) =>
    Buffer.from(await new Response(stream).arrayBuffer()).toString();
  const create = (pieces: readonly (string | Error)[]) => {
    const left = [...pieces];
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = left.shift();
        if (piece instanceof Error) controller.error(piece);
        else if (piece === undefined) controller.close();
        else controller.enqueue(Buffer.from(piece));
      },
    });
  };

  test("happens with the status at the end of the body, which waits for it", async () => {
    const order: string[] = [];
    const settle = async (status: number) => {
      await new Promise(setImmediate);
      order.push(`settled ${status}`);
    };
    order.push(await read(settleAtEnd(create(["a", "b"]), 201, settle)));
    expect(order).toEqual(["settled 201", "ab"]);
  });

  test("happens with 500 if the body breaks off, and the error goes on", async () => {
    const settle = vi.fn(async () => {});
    await expect(read(settleAtEnd(create(["a", new Error("broken")]), 200, settle))).rejects.toThrow("broken");
    expect(settle.mock.calls).toEqual([[500]]);
  });

  test.each<{ what: string; end: (controller: ReadableStreamDefaultController<Uint8Array>) => void }>([
    { what: "ends", end: (controller) => controller.close() },
    { what: "breaks off", end: (controller) => controller.error(new Error("broken")) },
  ])("does not happen after the sender has left, although the body $what", async ({ end }) => {
    const settle = vi.fn(async () => {});
    let source: ReadableStreamDefaultController<Uint8Array> | undefined;
    const cancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        source = controller;
      },
      cancel,
    });
    const reader = settleAtEnd(body, 200, settle).getReader();
    source?.enqueue(bytes);
    await reader.read();
    await reader.cancel("left");
    try {
      if (source) end(source);
    } catch {
      // A canceled stream takes nothing more.
    }
    await new Promise(setImmediate);
    expect([settle.mock.calls, cancel.mock.calls]).toEqual([[], [["left"]]]);
  });
});

test("an outcome becomes a response, a new one each time", async () => {
  const outcome = { kind: "respond", status: 401, headers: { "x-a": "1" }, body: "text" } as const;
  for (const response of [toResponse(outcome), toResponse(outcome)]) {
    expect([response.status, response.headers.get("x-a"), await response.text()]).toEqual([401, "1", "text"]);
  }
});
