import { expect, test } from "vitest";
import {
  createReceiver,
  type IdempotencyStore,
  memoryStore,
  type Outcome,
  type ReceiverOptions,
} from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const good = new Map([["x-mynth-signature", `t=${timestamp},v1=${signature}`]]);

async function respond(options: ReceiverOptions, headers = good): Promise<Extract<Outcome, { kind: "respond" }>> {
  const receiver = createReceiver(secret, { clock: () => timestamp * 1000, onError: () => {}, ...options });
  const request = { method: "POST", url: "/", header: (name: string) => headers.get(name), body: Buffer.from(body) };
  const outcome = await receiver.receive(request, undefined);
  return outcome.kind === "respond" ? outcome : expect.fail(`The outcome is ${outcome.kind}.`);
}

const answering = (claim: IdempotencyStore["claim"]): ReceiverOptions => ({
  idempotency: { store: { claim, complete: async () => true, release: async () => true } },
});

test("a rejection is JSON with a code and a constant message", async () => {
  const { status, headers, body, error } = await respond({}, new Map());
  expect([status, headers, JSON.parse(body)]).toEqual([
    401,
    { "content-type": "application/json" },
    { error: { code: "missing_signature", message: error?.message } },
  ]);
});

test.each([
  { what: "an event that is in progress", claim: async () => "in_progress" as const, status: 409 },
  { what: "a store that fails", claim: () => Promise.reject(new Error("down")), status: 503 },
])("the rejection for $what asks to retry after 5 seconds", async ({ claim, status }) => {
  expect(await respond(answering(claim))).toMatchObject({
    status,
    headers: { "content-type": "application/json", "retry-after": "5" },
  });
});

test("a duplicate gets an empty 200", async () => {
  const { error: _, ...outcome } = await respond(answering(async () => "done"));
  expect(outcome).toEqual({ kind: "respond", status: 200, headers: {}, body: "" });
});

test("memoryStore reads the clock of the process when it is used", async () => {
  const { vi } = await import("vitest");
  const store = memoryStore();
  vi.useFakeTimers({ now: 1000, toFake: ["Date"] });
  expect(await store.claim("key", "a", 500)).toBe("claimed");
  vi.setSystemTime(1499);
  expect(await store.claim("key", "b", 500)).toBe("in_progress");
  vi.setSystemTime(1500);
  expect(await store.claim("key", "b", 500)).toBe("claimed");
  vi.useRealTimers();
});

test("memoryStore rejects a clock that is no function", () => {
  expect(() => memoryStore({ clock: JSON.parse("1") })).toThrow(/clock/);
});
