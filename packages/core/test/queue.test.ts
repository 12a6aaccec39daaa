import { describe, expect, expectTypeOf, test, vi } from "vitest";
import {
  createDispatcher,
  createQueueHandler,
  createQueueMessage,
  type Delivery,
  type EventHandlers,
  eventNames,
  InvalidQueueMessageError,
  type MynthEventOf,
  type QueueMessage,
  verifyDelivery,
} from "../src/index.ts";
import { signWithStripe } from "./signed-with.ts";

const secret = "wbs_confidential";
const timestamp = 1_791_100_000;
const completed = "task.image.generate.completed";
/** The required fields of every event. */
const result = { images: [], level: "safe", alt: "a mug", score: 1, image: {}, videos: [] };
const payload = (event: string) => ({ event, task: { id: "tsk_1" }, request: { prompt: "A lighthouse" }, result });

/** Verifies a delivery of this payload, and creates its message. */
async function createMessage(payload: object): Promise<QueueMessage> {
  const body = JSON.stringify(payload);
  const headers = signWithStripe(secret, body, timestamp);
  const { event, delivery } = await verifyDelivery({ headers, body }, secret, { clock: () => timestamp * 1000 });
  // The type of an unknown event is part of ReceivedEvent only if Settings declares it.
  return createQueueMessage(event as QueueMessage["event"], delivery);
}

/** Handles a message, and returns the handlers that ran. */
async function handle(message: unknown): Promise<string[]> {
  const order: string[] = [];
  const names = [...eventNames, "task.failed", "task.completed", "all"];
  await createQueueHandler(Object.fromEntries(names.map((name) => [name, () => order.push(name)])))(message);
  return order;
}

/** Returns the error of a message that no handler may get. */
async function getError(message: unknown): Promise<unknown> {
  const all = vi.fn();
  const error = await createQueueHandler({ all })(message).catch((error: unknown) => error);
  expect(all).not.toHaveBeenCalled();
  return error;
}

describe("createQueueMessage", () => {
  test.each(eventNames)("the message of %s is the same after JSON", async (name) => {
    const message = await createMessage(payload(name));
    expect(message).toEqual({ event: payload(name), key: `${name}:tsk_1` });
    expect(JSON.parse(JSON.stringify(message))).toStrictEqual(message);
  });

  test("a message has the event as received, and the key of the delivery, but no bytes and no signature", async () => {
    const message = await createMessage({ ...payload(completed), new_field: { nested: ["é", null, 1.5] } });
    expect(Object.keys(message)).toEqual(["event", "key"]);
    expect(message.event).toHaveProperty("new_field.nested", ["é", null, 1.5]);
    expect(JSON.stringify(message)).not.toMatch(/confidential|rawBody|signature|v1=|1791100000/);
  });

  test("a message has nothing of a delivery but its key", () => {
    const delivery = { key: "key", rawBody: new Uint8Array(1), state: { order: "o_1" } };
    expect(createQueueMessage(JSON.parse("{}"), delivery)).toEqual({ event: {}, key: "key" });
  });
});

describe("createQueueHandler", () => {
  test.each([
    { name: completed, order: ["all", "task.completed", completed] },
    { name: "task.video.generate.failed", order: ["all", "task.failed", "task.video.generate.failed"] },
    { name: "task.hologram.generate.completed", order: ["all"] },
    { name: "credit.low", order: ["all"] },
    { name: "constructor", order: ["all"] },
    { name: "__proto__", order: ["all"] },
    { name: "all", order: ["all"] },
    { name: "task.completed", order: ["all"] },
  ])("every handler that matches $name runs, broadest first", async ({ name, order }) => {
    const message = await createMessage(payload(name));
    expect(await handle(message)).toEqual(order);
    expect(await handle(JSON.stringify(message))).toEqual(order);
  });

  test.each(eventNames)(
    "a handler gets the event and the message of %s, from an object and from JSON",
    async (name) => {
      const message = await createMessage(payload(name));
      const handler = vi.fn();
      const handleMessage = createQueueHandler({ [name]: handler });
      await handleMessage(message);
      await handleMessage(JSON.stringify(message, undefined, 2));
      expect(handler.mock.calls).toEqual([
        [message.event, message],
        [message.event, message],
      ]);
    },
  );

  test("a message is an object, JSON, JSON behind a byte order mark, or the bytes of JSON", async () => {
    const message = await createMessage(payload(completed));
    const text = JSON.stringify(message);
    const all = vi.fn();
    for (const given of [message, text, `\uFEFF${text}`, Buffer.from(text), new TextEncoder().encode(text)])
      await createQueueHandler({ all })(given);
    expect(all.mock.calls).toEqual(Array.from({ length: 5 }, () => [message.event, message]));
  });

  test("handlers are methods of their object", async () => {
    const self: unknown[] = [];
    const map = {
      all(this: unknown) {
        self.push(this);
      },
      [completed](this: unknown) {
        self.push(this);
      },
    };
    await createQueueHandler(map)(await createMessage(payload(completed)));
    expect(self).toEqual([map, map]);
  });

  test.each([
    undefined,
    null,
    [],
    "all",
    () => {},
    new Map(),
    Promise.resolve({}),
    new (class {
      all() {}
    })(),
  ])("handlers that are %s throw a TypeError at startup", (given) => {
    expect(() => createQueueHandler(given as never)).toThrow(
      new TypeError("createQueueHandler(): expected a plain object of handlers by event name."),
    );
  });

  test("further arguments are passed to every handler, after the message", async () => {
    const [all, exact] = [vi.fn(), vi.fn()];
    const message = await createMessage(payload(completed));
    const handlers: EventHandlers<[QueueMessage, { id: string }, number]> = { all, [completed]: exact };
    const job = { id: "job_1" };
    await createQueueHandler(handlers)(message, job, 2);
    expect(all.mock.calls).toEqual([[message.event, message, job, 2]]);
    expect(exact.mock.calls).toEqual(all.mock.calls);
    expect(exact.mock.calls[0]?.[2]).toBe(job);
  });

  test("each handler is awaited before the next one, and the last one before the worker resolves", async () => {
    const order: string[] = [];
    const slow = (name: string) => async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push(name);
    };
    const handlers = { [completed]: slow("exact"), all: slow("all"), "task.completed": slow("completed") };
    await createQueueHandler(handlers)(await createMessage(payload(completed)));
    expect(order).toEqual(["all", "completed", "exact"]);
  });

  test.each([
    { what: "throws", fail: () => expect.fail("broken") },
    { what: "rejects", fail: () => Promise.reject(new Error("broken")) },
  ])("the worker rejects with the error of a handler that $what, and runs none after it", async ({ fail }) => {
    const exact = vi.fn();
    const handleMessage = createQueueHandler({ "task.completed": fail, [completed]: exact });
    await expect(handleMessage(await createMessage(payload(completed)))).rejects.toThrow("broken");
    expect(exact).not.toHaveBeenCalled();
  });

  test("a message without a handler is processed", async () => {
    await expect(createQueueHandler({})(await createMessage(payload(completed)))).resolves.toBeUndefined();
    await expect(createQueueHandler({ all: undefined })(await createMessage(payload("x")))).resolves.toBeUndefined();
  });

  test("other fields of a message are ignored, such as those of a newer version", async () => {
    const all = vi.fn();
    const message = await createMessage(payload(completed));
    await createQueueHandler({ all })({ ...message, version: 2 });
    expect(all.mock.calls).toEqual([[message.event, message]]);
  });

  test.each([
    { key: "task.image.generate.complete", help: `Did you mean "${completed}"?` },
    { key: "task.image.completed", help: `Did you mean "${completed}"?` },
    { key: "constructor", help: "The names are all, task.completed, " },
    { key: "__proto__", help: "The names are all, task.completed, " },
  ])("the name $key throws a TypeError at startup, which helps and names createQueueHandler()", ({ key, help }) => {
    const make = () => createQueueHandler(JSON.parse(`{"${key}":1}`));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`createQueueHandler(): there is no event named "${key}". ${help}`);
  });

  test("a handler that is not a function throws a TypeError at startup, which names createQueueHandler()", () => {
    const make = () => createQueueHandler(JSON.parse('{"all":1}'));
    expect(make).toThrow(new TypeError('createQueueHandler(): the value of "all" must be a function.'));
  });
});

describe("an invalid message", () => {
  const event = payload(completed);
  const nested = `${'{"event":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const invalid = [
    { what: "undefined", message: undefined, fault: "is not an object" },
    { what: "null", message: null, fault: "is not an object" },
    { what: "a number", message: 7, fault: "is not an object" },
    { what: "a bigint", message: 7n, fault: "is not an object" },
    { what: "a boolean", message: true, fault: "is not an object" },
    { what: "a symbol", message: Symbol("confidential"), fault: "is not an object" },
    { what: "a function", message: () => ({ event, key: "key" }), fault: "is not an object" },
    { what: "an array", message: [{ event, key: "key" }], fault: "is not an object" },
    { what: "an empty string", message: "", fault: "is not an object" },
    { what: "a string that is not JSON", message: "confidential", fault: "is not an object" },
    { what: "JSON that is cut off", message: '{"event":{"event":"confidential"', fault: "is not an object" },
    { what: "JSON in JSON", message: JSON.stringify(JSON.stringify({ event, key: "key" })), fault: "is not an object" },
    { what: "a JSON array", message: "[]", fault: "is not an object" },
    { what: "a long string", message: "confidential".repeat(1_000_000), fault: "is not an object" },
    { what: "a Date", message: new Date(0), fault: "has no key" },
    { what: "a Map", message: new Map(Object.entries({ event, key: "key" })), fault: "has no key" },
    { what: "bytes that are not JSON", message: Buffer.from([0, 255]), fault: "is not an object" },
    { what: "a String object", message: Object("confidential"), fault: "has no key" },
    { what: "an empty object", message: {}, fault: "has no key" },
    { what: "an event without its message", message: event, fault: "has no key" },
    { what: "a deeply nested object", message: nested, fault: "has no key" },
    { what: "an empty key", message: { event, key: "" }, fault: "has no key" },
    { what: "a key that is a number", message: { event, key: 1 }, fault: "has no key" },
    { what: "a key that is an object", message: { event, key: Object("confidential") }, fault: "has no key" },
    { what: "a message in __proto__", message: '{"__proto__":{"event":{},"key":"key"}}', fault: "has no key" },
    { what: "a message without an event", message: { key: "key" }, fault: "has no event" },
    { what: "an event that is null", message: { event: null, key: "key" }, fault: "has no event" },
    { what: "an event that is its name", message: { event: "confidential", key: "key" }, fault: "has no event" },
    { what: "an event that is JSON", message: { event: JSON.stringify(event), key: "key" }, fault: "has no event" },
    { what: "an event that is an array", message: { event: [event], key: "key" }, fault: "has no event" },
    { what: "an event that is a Date", message: { event: new Date(0), key: "key" }, fault: "has no event" },
    { what: "an event without a name", message: { event: { ...event, event: "" }, key: "key" }, fault: "has no event" },
    { what: "a name that is an array", message: { event: { event: [completed] }, key: "key" }, fault: "has no event" },
    { what: "a name in __proto__", message: `{"event":{"__proto__":{"event":"x"}},"key":"k"}`, fault: "has no event" },
  ];
  test.each(invalid)(
    "$what rejects with an InvalidQueueMessageError: the message $fault",
    async ({ message, fault }) => {
      expect(await getError(message)).toEqual(new InvalidQueueMessageError(fault));
    },
  );

  test.each(eventNames.filter((name) => name.endsWith(".completed")))(
    "an event %s without its required fields rejects with a TypeError that names them, and quotes nothing",
    async (name) => {
      const task = { id: 7, name: "confidential" };
      const error = await getError({ event: { event: name, task, result: { confidential: 1 } }, key: "confidential" });
      expect(error).toBeInstanceOf(TypeError);
      expect(`${error}`).toMatch(/ has an event with missing or invalid fields: task\.id, result\.[a-z]+\. Expected /);
      expect(`${error}`).not.toContain("confidential");
      expect(error).not.toHaveProperty("cause");
    },
  );

  test.each([
    { what: "no task", event: { event: "task.image.alt.failed" }, fields: "task" },
    { what: "no result", event: { event: completed, task: { id: "tsk_1" } }, fields: "result" },
    { what: "neither", event: { event: completed, task: [], result: new Array(1) }, fields: "task, result" },
    { what: "an empty task id", event: { event: "task.image.alt.failed", task: { id: "" } }, fields: "task.id" },
    {
      what: "images that are an object",
      event: { event: completed, task: { id: "tsk_1" }, result: { images: { length: 1 } } },
      fields: "result.images",
    },
  ])("an event with $what rejects with a TypeError that names $fields", async ({ event, fields }) => {
    for (const message of [{ event, key: "key" }, JSON.stringify({ event, key: "key" })]) {
      expect(`${await getError(message)}`).toContain(` has an event with missing or invalid fields: ${fields}. `);
    }
  });

  test("a message of 20 million characters is handled like any other", async () => {
    const message = await createMessage(payload(completed));
    const long = { ...message, event: { ...message.event, new_field: "x".repeat(20_000_000) } };
    expect(await handle(JSON.stringify(long))).toEqual(["all", "task.completed", completed]);
  });

  test("__proto__ in a message stays a field of the event, and changes no other object", async () => {
    const polluting = '{"polluted":true}';
    const text = `{"__proto__":${polluting},"event":{"event":"x","__proto__":${polluting}},"key":"key"}`;
    const all = vi.fn();
    await createQueueHandler({ all })(text);
    const [event, message] = all.mock.calls[0] ?? [];
    expect(Object.keys(event)).toEqual(["event", "__proto__"]);
    expect([event, message, {}].map((each) => each.polluted)).toEqual([undefined, undefined, undefined]);
  });
});

describe("the types of createQueueHandler", () => {
  test("one object of handlers fits on() and createQueueHandler(), if it needs only the key", async () => {
    const all = vi.fn();
    const handlers: EventHandlers<[{ readonly key: string }]> = { all: (event, { key }) => all(event.event, key) };
    expectTypeOf(createDispatcher<Request>).toBeCallableWith(handlers);
    expectTypeOf(createQueueHandler(handlers)).toEqualTypeOf<(message: unknown) => Promise<void>>();

    const message = await createMessage(payload(completed));
    await createQueueHandler(handlers)(message);
    const { event, key } = message;
    await createDispatcher(handlers)({ method: "POST", event, delivery: { key } as Delivery, context: undefined });
    expect(all.mock.calls).toEqual([
      [completed, key],
      [completed, key],
    ]);
  });

  test("each key is typed with its events, and the worker takes the further arguments of its handlers", () => {
    const handleMessage = createQueueHandler<[job: { id: string }]>({
      "task.image.generate.completed": (event, message, job) => {
        expectTypeOf(event).toEqualTypeOf<MynthEventOf<typeof completed>>();
        expectTypeOf(message).toEqualTypeOf<QueueMessage>();
        expectTypeOf(job.id).toEqualTypeOf<string>();
      },
    });
    expectTypeOf(handleMessage).toEqualTypeOf<(message: unknown, job: { id: string }) => Promise<void>>();
    const handlers: EventHandlers<[QueueMessage, number]> = {};
    expectTypeOf(createQueueHandler(handlers)).toEqualTypeOf<(message: unknown, context: number) => Promise<void>>();
    // @ts-expect-error a handler of deliveries needs more than a message has
    createQueueHandler({ all: (_event: unknown, _delivery: Delivery) => {} });
    // @ts-expect-error a handler of one event does not do for all of them
    createQueueHandler({ "task.completed": (_event: MynthEventOf<"task.image.rate.completed">) => {} });
    // @ts-expect-error there is no such event
    expect(() => createQueueHandler({ "task.image.generate.complete": () => {} })).toThrow(TypeError);
    // @ts-expect-error there is no key
    expectTypeOf(createQueueMessage).toBeCallableWith({} as MynthEventOf<typeof completed>, {});
  });
});
