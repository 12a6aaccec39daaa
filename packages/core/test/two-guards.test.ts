import { describe, expect, test } from "vitest";
import { createReceiver, type Delivery, type IdempotencyStore, memoryStore, type Outcome } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const clock = () => timestamp * 1000;
const headers = new Map([["x-mynth-signature", `t=${timestamp},v1=${signature}`]]);

type Guard = { secret?: string; store?: IdempotencyStore; namespace?: string };

/** Sends one request through guards in turn, each of which finds the delivery of the one before. */
async function passThrough(guards: readonly Guard[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let earlier: Delivery | undefined;
  for (const [index, { secret: own = secret, store, namespace }] of guards.entries()) {
    const receiver = createReceiver(own, {
      clock,
      ...(store && { idempotency: { store, ...(namespace !== undefined && { namespace }) } }),
    });
    const bytes = index === 0 ? new TextEncoder().encode(body) : undefined;
    const request = { method: "POST", url: "/", header: (name: string) => headers.get(name), body: bytes, earlier };
    const outcome = await receiver.receive(request, undefined);
    outcomes.push(outcome);
    if (outcome.kind !== "deliver") break;
    earlier = outcome.delivery;
  }
  return outcomes;
}

const toText = (outcome: Outcome | undefined) =>
  outcome?.kind === "respond" ? (outcome.error?.code ?? outcome.status) : outcome?.kind;

describe("several guards on one path", () => {
  test("a second guard verifies with its own secrets the bytes that the first one read", async () => {
    expect((await passThrough([{}, {}])).map(toText)).toEqual(["deliver", "deliver"]);
    expect((await passThrough([{}, { secret: "wbs_another_secret" }])).map(toText)).toEqual([
      "deliver",
      "signature_mismatch",
    ]);
  });

  const a = memoryStore({ clock });
  const b = memoryStore({ clock });
  test.each<{ what: string; guards: (store: IdempotencyStore, other: IdempotencyStore) => Guard[] }>([
    { what: "with one store", guards: (store) => [{ store }, { store }] },
    { what: "with a store, without, and with the same store", guards: (store) => [{ store }, {}, { store }] },
    {
      what: "with one store, another, and the first",
      guards: (store, other) => [{ store }, { store: other }, { store }],
    },
  ])("guards $what deliver once, and a duplicate gets 200", async ({ guards }) => {
    const [store, other] = [memoryStore({ clock }), memoryStore({ clock })];
    const first = await passThrough(guards(store, other));
    expect(first.map(toText)).toEqual(first.map(() => "deliver"));
    for (const outcome of first) if (outcome.kind === "deliver") await outcome.settle(204);
    expect((await passThrough(guards(store, other))).map(toText)).toEqual([200]);
  });

  test("a second guard with the same store has the claim of the first, which alone ends it", async () => {
    const [first, second] = await passThrough([{ store: a }, { store: a }]);
    if (first?.kind !== "deliver" || second?.kind !== "deliver") return expect.fail();
    expect(second.delivery.claim).toEqual(first.delivery.claim);
    await second.settle(500);
    expect((await passThrough([{ store: a }])).map(toText)).toEqual(["in_progress"]);
    await first.settle(500);
    expect((await passThrough([{ store: a }])).map(toText)).toEqual(["deliver"]);
  });

  test("a second guard with another namespace has a claim of its own", async () => {
    const [first, second] = await passThrough([{ store: b }, { store: b, namespace: "other" }]);
    if (first?.kind !== "deliver" || second?.kind !== "deliver") return expect.fail();
    expect(second.delivery.claim?.key).toBe(`other:${first.delivery.claim?.key}`);
  });
});
