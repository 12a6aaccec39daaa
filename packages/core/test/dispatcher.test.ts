import { describe, expect, test, vi } from "vitest";
import { createDispatcher, type Delivery, type EventHandlers, eventNames, type MynthEvent } from "../src/index.ts";

const delivery = { key: "key" } as Delivery;
const event = (name: string) =>
  ({ event: name, task: { id: "tsk_1" }, result: { images: [] } }) as unknown as MynthEvent;
const completed = "task.image.generate.completed";

async function ran(handlers: EventHandlers<unknown>, name: string) {
  return createDispatcher(handlers)({ method: "POST", event: event(name), delivery, context: "context" });
}

/** Handlers under these keys that note their own key. */
function noting(keys: readonly string[]) {
  const order: string[] = [];
  const handlers = Object.fromEntries(keys.map((key) => [key, () => void order.push(key)]));
  return { order, handlers };
}

test.each([
  { name: completed, order: ["all", "task.completed", completed] },
  { name: "task.video.generate.failed", order: ["all", "task.failed"] },
  { name: "task.hologram.generate.completed", order: ["all"] },
  { name: "constructor", order: ["all"] },
  { name: "toString", order: ["all"] },
  { name: "all", order: ["all"] },
])("runs every handler that fits $name, broadest first", async ({ name, order }) => {
  const { order: seen, handlers } = noting([completed, "task.failed", "task.completed", "all"]);
  expect(await ran(handlers, name)).toBe(true);
  expect(seen).toEqual(order);
});

test.each(eventNames)("runs the handler of %s by its exact name", async (name) => {
  const { order, handlers } = noting(eventNames);
  await ran(handlers, name);
  expect(order).toEqual([name]);
});

test("hands over event, delivery and the framework's request", async () => {
  const all = vi.fn();
  await ran({ all }, completed);
  expect(all.mock.calls).toEqual([[event(completed), delivery, "context"]]);
});

test("awaits each handler before the next", async () => {
  const order: string[] = [];
  await ran(
    {
      all: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        order.push("all");
      },
      [completed]: () => order.push("exact"),
    },
    completed,
  );
  expect(order).toEqual(["all", "exact"]);
});

test.each([
  { what: "throws", fail: () => expect.fail("broken") },
  { what: "rejects", fail: () => Promise.reject(new Error("broken")) },
])("fails with the first handler that $what, and runs none after it", async ({ fail }) => {
  const exact = vi.fn();
  await expect(ran({ "task.completed": fail, [completed]: exact }, completed)).rejects.toThrow("broken");
  expect(exact).not.toHaveBeenCalled();
});

test("takes an event without a handler for handled", async () => {
  expect(await ran({}, completed)).toBe(true);
});

describe("keys that can never match are refused at once", () => {
  test.each([
    { key: "task.image.generate.complete", nearest: completed },
    { key: "task.image.completed", nearest: completed },
    { key: "task.complete", nearest: "task.completed" },
    { key: "al", nearest: "all" },
    { key: "task.image.remove-background.failed", nearest: "task.image.remove_background.failed" },
  ])("$key, with $nearest suggested", ({ key, nearest }) => {
    const make = () => createDispatcher(JSON.parse(`{"${key}":1}`));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`Did you mean "${nearest}"?`);
  });

  test.each(["constructor", "__proto__", "x"])("%s, with every key named", (key) => {
    const make = () => createDispatcher(JSON.parse(`{"${key}":1}`));
    expect(make).toThrow(/It knows all, task.completed, task.failed, task.image.generate.completed, /);
  });

  test("a handler that is no function", () => {
    expect(() => createDispatcher(JSON.parse('{"all":1}'))).toThrow(TypeError);
    expect(() => createDispatcher({ all: undefined })).not.toThrow();
  });
});

test("without a delivery it lets a safe method pass, and fails on any other", async () => {
  const dispatch = createDispatcher({});
  const request = { event: undefined, delivery: undefined, context: undefined };
  expect(await dispatch({ method: "GET", ...request })).toBe(false);
  await expect(dispatch({ method: "POST", ...request })).rejects.toThrow(/mynthWebhook\(\) in front/);
});
