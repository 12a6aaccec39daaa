import { expect, test, vi } from "vitest";
import { createReceiver, type IdempotencyStore, memoryStore } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };
import { signWithStripe } from "./signed-with.ts";

const { secret, timestamp } = fixture.vectors[0]!;
const text = JSON.stringify({
  event: "task.image.generate.completed",
  task: { id: "tsk_1" },
  request: { prompt: "p" },
  result: { model: "m", images: [] },
});

function receive(store: IdempotencyStore) {
  const headers = new Map(Object.entries(signWithStripe(secret, text, timestamp)));
  const receiver = createReceiver(secret, { clock: () => timestamp * 1000, idempotency: { store } });
  return receiver.receive(
    { method: "POST", url: "/", header: (name) => headers.get(name), body: Buffer.from(text) },
    undefined,
  );
}

test("a delivery waits for no promise of a store in memory, and neither does its duplicate", async () => {
  // The first delivery of a process loads the schemas.
  await receive(memoryStore());
  const store = memoryStore();
  const first = receive(store);
  if (first instanceof Promise || first.kind !== "deliver") return expect.fail();
  expect(receive(store)).toMatchObject({ kind: "respond", status: 409 });
  await first.settle(200);
  expect(receive(store)).toMatchObject({ kind: "respond", status: 200 });
});

test("the methods of a store in memory return promises to everybody else", async () => {
  const store = memoryStore();
  expect(store.claim("a", "a", 1000)).toBeInstanceOf(Promise);
  expect(store.complete("a", "a", 1000)).toBeInstanceOf(Promise);
  expect(store.release("a", "a")).toBeInstanceOf(Promise);
});

test("a method that an application has replaced is called", async () => {
  const store = memoryStore();
  const claim = vi.spyOn(store, "claim");
  expect(await receive(store)).toMatchObject({ kind: "deliver" });
  expect(claim).toHaveBeenCalledOnce();
  expect(await receive({ ...store, claim: async () => "in_progress" })).toMatchObject({ status: 409 });
});

test("an asynchronous method may return literals without an annotation", async () => {
  const store: IdempotencyStore = {
    async claim(key) {
      if (key === "") return "done";
      return "claimed";
    },
    complete: async () => true,
    release: async () => true,
  };
  expect(await receive(store)).toMatchObject({ kind: "deliver" });
});
