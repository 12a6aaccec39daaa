import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createReceiver, memoryStore, type Outcome, type ReceiverOptions } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };
import { signWithStripe } from "./signed-with.ts";

const { secret, timestamp, body } = fixture.vectors[0]!;
const completed = { event: "task.image.generate.completed", task: { id: "tsk_1" }, request: { prompt: "p" } };
const good = { ...completed, result: { model: "m", images: [] } };
const odd = { ...completed, result: { model: 7, images: [] } };
const unknown = { event: "task.hologram.make.completed", task: { id: "tsk_1" } };

const log = vi.spyOn(console, "error");
beforeEach(() => void log.mockReset().mockImplementation(() => {}));
afterEach(() => void vi.useRealTimers());

function createRequest(payload: object | string, headers: Record<string, string> = {}) {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const all = { ...signWithStripe(secret, text, timestamp), ...headers };
  const values = new Map(Object.entries(all));
  return { method: "POST", url: "/", header: (name: string) => values.get(name), body: Buffer.from(text) };
}

function receive(payload: object | string, options: ReceiverOptions = {}, headers: Record<string, string> = {}) {
  const receiver = createReceiver(secret, { clock: () => timestamp * 1000, ...options });
  return receiver.receive(createRequest(payload, headers), "context");
}

const toText = (outcome: Outcome) =>
  outcome.kind === "respond" ? (outcome.error?.code ?? outcome.status) : outcome.kind;

describe("the callbacks of a receiver", () => {
  const createHooks = () => ({
    onDelivery: vi.fn(),
    onDuplicate: vi.fn(),
    onError: vi.fn(),
    onIssues: vi.fn(),
    onOldSecret: vi.fn(),
    onStoreError: vi.fn(),
    onUnknownEvent: vi.fn(),
  });
  const called = (hooks: ReturnType<typeof createHooks>) =>
    Object.entries(hooks).flatMap(([name, { mock }]) => mock.calls.map((args) => [name, args.at(-1)]));

  test.each<{ what: string; payload: object; options?: ReceiverOptions; outcome: string | number; hooks: string[] }>([
    { what: "an event", payload: good, outcome: "deliver", hooks: ["onDelivery"] },
    { what: "an odd event", payload: odd, outcome: "deliver", hooks: ["onDelivery", "onIssues"] },
    { what: "an unknown event", payload: unknown, outcome: 200, hooks: ["onUnknownEvent"] },
    {
      what: "an unknown event to acknowledge",
      payload: unknown,
      options: { unknownEvents: "acknowledge" },
      outcome: 200,
      hooks: ["onUnknownEvent"],
    },
    {
      what: "an unknown event to refuse",
      payload: unknown,
      options: { unknownEvents: "refuse" },
      outcome: "unknown_event",
      hooks: ["onError", "onUnknownEvent"],
    },
    {
      what: "an unknown event to deliver",
      payload: unknown,
      options: JSON.parse('{"unknownEvents":"deliver"}'),
      outcome: "deliver",
      hooks: ["onDelivery", "onUnknownEvent"],
    },
    {
      what: "a known event where unknown ones are refused",
      payload: good,
      options: { unknownEvents: "refuse" },
      outcome: "deliver",
      hooks: ["onDelivery"],
    },
    {
      what: "an odd event in strict mode",
      payload: odd,
      options: { strict: true },
      outcome: "invalid_payload",
      hooks: ["onError"],
    },
  ])("for $what are $hooks", async ({ payload, options, outcome, hooks }) => {
    const given = createHooks();
    expect(toText(await receive(payload, { ...given, ...options }))).toBe(outcome);
    expect(called(given)).toEqual(hooks.map((name) => [name, "context"]));
  });

  test("are optional, each of them", async () => {
    const store = memoryStore({ clock: () => timestamp * 1000 });
    for (const payload of [good, good, odd, unknown]) await receive(payload, { idempotency: { store } });
    const receiver = createReceiver(["wbs_0_other_secret", secret], { clock: () => timestamp * 1000 });
    expect((await receiver.receive(createRequest(good), undefined)).kind).toBe("deliver");
    expect(log).not.toHaveBeenCalled();
  });

  test("cost no delivery if they throw or reject, and what they throw is logged", async () => {
    const error = new Error("a bug in the callback");
    const throwing = () => {
      throw error;
    };
    expect(toText(await receive(good, { onDelivery: throwing }))).toBe("deliver");
    expect(toText(await receive(good, { onDelivery: async () => throwing() }))).toBe("deliver");
    await new Promise(setImmediate);
    expect(log.mock.calls.map(([, cause]) => cause)).toEqual([error, error]);
  });
});

describe("the default onError", () => {
  test("logs the codes with a 5xx, with their cause if there is one, and no other", async () => {
    const cause = new Error("down");
    const receiver = (source: () => string) => createReceiver(source, { clock: () => timestamp * 1000 });
    await receiver(() => {
      throw cause;
    }).receive(createRequest(good), undefined);
    await receiver(() => "").receive(createRequest(good), undefined);
    await receiver(() => "wbs_0_other_secret").receive(createRequest(good), undefined);
    expect(log.mock.calls).toEqual([
      [expect.stringMatching(/^mynthWebhook: secret_unavailable: /), cause],
      [expect.stringMatching(/^mynthWebhook: missing_secret: /)],
    ]);
  });
});

describe("a receiver that meets a request again", () => {
  test("lets its own delivery pass, and verifies that of another", async () => {
    const receiver = createReceiver(secret, { clock: () => timestamp * 1000 });
    const request = createRequest(good);
    const outcome = await receiver.receive(request, undefined);
    if (outcome.kind !== "deliver") return expect.fail();
    const again = { ...request, body: undefined, earlier: outcome.delivery };
    expect(await receiver.receive(again, undefined)).toEqual({ kind: "pass" });
    const other = createReceiver("wbs_0_other_secret", { clock: () => timestamp * 1000, onError: () => {} });
    expect(toText(await other.receive(again, undefined))).toBe("signature_mismatch");
    // An object that only looks like a delivery has its bytes verified.
    const forged = { ...again, earlier: { ...outcome.delivery, rawBody: Buffer.from("{}") } };
    expect(toText(await receiver.receive(forged, undefined))).toBe("signature_mismatch");
  });
});

describe("headers and body have to agree", () => {
  test.each([
    { what: "the same event", headers: { "x-mynth-event": good.event }, issues: undefined },
    {
      what: "another event",
      headers: { "x-mynth-event": "task.image.generate.failed" },
      issues: [{ path: "event", message: expect.stringMatching(/X-Mynth-Event/) }],
    },
  ])("on $what", async ({ headers, issues }) => {
    const onError = vi.fn();
    await receive(good, { onError }, headers);
    expect(onError.mock.calls[0]?.[0].details).toEqual(issues && { issues });
  });
});

test("a repeated header is read as one, joined with a comma", async () => {
  const { "x-mynth-signature": header = "" } = signWithStripe(secret, body, timestamp);
  const [first = "", second = ""] = header.split(",");
  const receiver = createReceiver(secret, { clock: () => timestamp * 1000 });
  const request = {
    ...createRequest(body),
    header: (name: string) => (name === "x-mynth-signature" ? [first, second] : undefined),
  };
  expect((await receiver.receive(request, undefined)).kind).toBe("deliver");
});

test.each(["x1", "1x", "-1", "1.5", ""])("a Content-Length of %j declares nothing", async (length) => {
  const onError = vi.fn();
  const options = { onError, bodyLimit: 10_000 };
  expect(toText(await receive(good, options, { "content-length": length }))).toBe("deliver");
  const empty = { ...createRequest(good, { "content-length": length }), body: Buffer.alloc(0) };
  const receiver = createReceiver(secret, { clock: () => timestamp * 1000, ...options });
  expect(toText(await receiver.receive(empty, undefined))).toBe("signature_mismatch");
});

test("a fault that is not a rejection is thrown, so that the framework returns 500", async () => {
  const clock = () => {
    throw new RangeError("a broken clock");
  };
  expect(() => createReceiver(secret, { clock }).receive(createRequest(good), undefined)).toThrow(RangeError);
  const late: unknown = () => Promise.reject(new Error("no clock"));
  for (const other of [late, () => "now", () => new Date(), () => Number.NaN, () => undefined]) {
    const receiver = createReceiver(secret, { clock: other as () => number });
    expect(() => receiver.receive(createRequest(good), undefined)).toThrow(/option clock must return a number/);
  }
  await new Promise(setImmediate);
  const key = () => "";
  const keyless = createReceiver(secret, { clock: () => timestamp * 1000, idempotency: { store: memoryStore(), key } });
  expect(() => keyless.receive(createRequest(good), undefined)).toThrow(/idempotency\.key must return a string/);
});
