import { describe, expect, test, vi } from "vitest";
import { createDispatcher, type Delivery, type EventHandlers, eventNames, type MynthEvent } from "../src/index.ts";

const delivery = { key: "key" } as Delivery;
const event = (name: string) =>
  ({ event: name, task: { id: "tsk_1" }, result: { images: [] } }) as unknown as MynthEvent;
const completed = "task.image.generate.completed";

async function dispatch(handlers: EventHandlers<[Delivery, unknown]>, name: string) {
  return createDispatcher(handlers)({ method: "POST", event: event(name), delivery, context: "context" });
}

/** Creates handlers for these keys that record their own key. */
function createHandlers(keys: readonly string[]) {
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
])("createDispatcher runs every handler that matches $name, broadest first", async ({ name, order }) => {
  const { order: seen, handlers } = createHandlers([completed, "task.failed", "task.completed", "all"]);
  expect(await dispatch(handlers, name)).toBe(true);
  expect(seen).toEqual(order);
});

test.each(eventNames)("createDispatcher runs the handler of %s by its exact name", async (name) => {
  const { order, handlers } = createHandlers(eventNames);
  await dispatch(handlers, name);
  expect(order).toEqual([name]);
});

test("createDispatcher passes the event, the delivery and the framework's request to handlers", async () => {
  const all = vi.fn();
  await dispatch({ all }, completed);
  expect(all.mock.calls).toEqual([[event(completed), delivery, "context"]]);
});

test("createDispatcher awaits each handler before the next one", async () => {
  const order: string[] = [];
  await dispatch(
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
])("createDispatcher rejects with the first handler that $what, and runs none after it", async ({ fail }) => {
  const exact = vi.fn();
  await expect(dispatch({ "task.completed": fail, [completed]: exact }, completed)).rejects.toThrow("broken");
  expect(exact).not.toHaveBeenCalled();
});

test("createDispatcher treats an event without a handler as handled", async () => {
  expect(await dispatch({}, completed)).toBe(true);
});

describe("createDispatcher with invalid handlers", () => {
  test.each([
    { key: "task.image.generate.complete", nearest: completed },
    { key: "task.image.completed", nearest: completed },
    { key: "task.complete", nearest: "task.completed" },
    { key: "al", nearest: "all" },
    { key: "task.image.remove-background.failed", nearest: "task.image.remove_background.failed" },
  ])("createDispatcher throws a TypeError on the key $key, and suggests $nearest", ({ key, nearest }) => {
    const make = () => createDispatcher(JSON.parse(`{"${key}":1}`));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`Did you mean "${nearest}"?`);
  });

  test.each(["constructor", "__proto__", "x"])(
    "createDispatcher throws a TypeError on the key %s, and names every key",
    (key) => {
      const make = () => createDispatcher(JSON.parse(`{"${key}":1}`));
      expect(make).toThrow(/The names are all, task.completed, task.failed, task.image.generate.completed, /);
    },
  );

  test("createDispatcher throws a TypeError on a handler that is not a function, but allows undefined", () => {
    expect(() => createDispatcher(JSON.parse('{"all":1}'))).toThrow(TypeError);
    expect(() => createDispatcher({ all: undefined })).not.toThrow();
  });
});

test("createDispatcher resolves to false for a safe method without a delivery, and rejects for any other method", async () => {
  const dispatchRequest = createDispatcher({});
  const request = { event: undefined, delivery: undefined, context: undefined };
  expect(await dispatchRequest({ method: "GET", ...request })).toBe(false);
  await expect(dispatchRequest({ method: "POST", ...request })).rejects.toThrow(/mynthWebhook\(\) in front/);
});
