import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { expect, test, vi } from "vitest";
import { completedPayload } from "../example-payload.ts";
import { asStandardWebhooks } from "../standard-webhooks.ts";
import type { StartApp } from "./app.ts";
import { gate } from "./gate.ts";
import { refusalIn } from "./refusals.ts";
import { bytes, secret, signed } from "./requests.ts";

const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const token = "a-token-of-my-own-0123456789";
const unreachable = () => Promise.reject(new Error("the store is down"));

/** Each event handled once. */
export function testIdempotency(startApp: StartApp): void {
  test("handles an event once, whichever generation, secret or retry brings it again", async () => {
    const told: string[] = [];
    const app = await startApp(
      { idempotency: { store: memoryStore() }, onDuplicate: (_event, { scheme }) => told.push(scheme) },
      { secret: [secret, whsec] },
    );
    const again = signed(asStandardWebhooks(completedPayload), { secret: whsec });
    for (const request of [signed(completedPayload), signed(completedPayload), again]) {
      expect((await app.send(request)).status).toBe(200);
    }
    expect(app.seen).toHaveLength(1);
    expect(told).toEqual(["mynth", "standard-webhooks"]);

    expect((await app.send(signed({ ...completedPayload, task: { id: "tsk_another" } }))).status).toBe(200);
    expect((await app.send(signed({ ...completedPayload, event: "task.image.generate.failed" }))).status).toBe(200);
    expect(app.seen).toHaveLength(3);
  });

  test("answers 409 while the event is being handled, and 200 once it was", async () => {
    const entered = gate();
    const done = gate();
    const handler = vi.fn(() => {
      entered.open();
      return done.passed;
    });
    const app = await startApp({ idempotency: { store: memoryStore() } }, { handlers: { all: handler } });
    const first = app.send(signed(completedPayload));
    await entered.passed;
    const second = await app.send(signed(completedPayload));
    expect([second.status, refusalIn(second.body).code]).toEqual([409, "in_progress"]);
    expect(Number(second.headers["retry-after"])).toBeGreaterThan(0);
    done.open();
    expect((await first).status).toBe(204);
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test("gives an event back when its handler fails, so that the retry handles it", async () => {
    const handler = vi.fn().mockRejectedValueOnce(new Error("the database is down"));
    const app = await startApp({ idempotency: { store: memoryStore() } }, { handlers: { all: handler } });
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt += 1) statuses.push((await app.send(signed(completedPayload))).status);
    expect(statuses).toEqual([500, 204, 200]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  test("takes an event over when the lease of whoever had it has ended", async () => {
    let time = 0;
    const store = memoryStore({ clock: () => time });
    const app = await startApp({ idempotency: { store, lease: 60, namespace: "shop" } });
    await store.claim(`shop:${completedPayload.event}:${completedPayload.task.id}`, "a process that died", 60_000);
    expect((await app.send(signed(completedPayload))).status).toBe(409);
    time = 60_000;
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
  });

  test("refuses with 503 when the store fails, so that the sender tries again", async () => {
    const told: unknown[] = [];
    const app = await startApp({
      idempotency: { store: failing({ claim: unreachable }) },
      onError: ({ cause }) => told.push(cause),
    });
    const response = await app.send(signed(completedPayload));
    expect([response.status, refusalIn(response.body).code]).toEqual([503, "store_unavailable"]);
    expect(app.seen).toEqual([]);
    expect(told).toEqual([new Error("the store is down")]);
  });

  test("refuses with 503 when the store does not answer in time", async () => {
    const store = failing({ claim: () => new Promise(() => {}) });
    const app = await startApp({ idempotency: { store, timeout: 0.05 } });
    expect((await app.send(signed(completedPayload))).status).toBe(503);
  });

  test("handles unprotected where told to when the store fails, and says so", async () => {
    const onStoreError = vi.fn();
    const idempotency = { store: failing({ claim: unreachable }), onStoreFailure: "deliver" as const };
    const app = await startApp({ idempotency, onStoreError });
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
    expect(app.seen[0]?.delivery).not.toHaveProperty("claim");
    expect(onStoreError).toHaveBeenCalledExactlyOnceWith(
      new Error("the store is down"),
      expect.objectContaining({ scheme: "mynth" }),
    );
  });

  test("answers a delivery that was handled but could not be marked so as handled, and says so", async () => {
    const onStoreError = vi.fn();
    const app = await startApp({ idempotency: { store: failing({ complete: unreachable }) }, onStoreError });
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    await vi.waitFor(() => expect(onStoreError).toHaveBeenCalledTimes(1));
  });

  test.each([
    { what: "the default key", idempotency: {} },
    { what: "a key of one's own", idempotency: { key: ({ task }: { task: { id: string } }) => task.id } },
  ])("with $what never takes a signed delivery for handled because an unsigned one was", async ({ idempotency }) => {
    const app = await startApp({ idempotency: { store: memoryStore(), ...idempotency }, token });
    const forged = { method: "POST", headers: {}, body: bytes(JSON.stringify(completedPayload)) };
    expect((await app.send({ ...forged, suffix: `?token=${token}` })).status).toBe(200);
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(app.seen.map(({ delivery }) => delivery.scheme)).toEqual(["url-token", "mynth"]);
  });

  test.each([
    { what: "is not there", key: () => undefined },
    { what: "is empty", key: () => "" },
    { what: "is a promise", key: async () => "key" },
  ])("answers 500, and handles nothing, where the key given by a function of one's own $what", async ({ key }) => {
    const app = await startApp({ idempotency: { store: memoryStore(), key: key as () => string } });
    for (const id of ["tsk_1", "tsk_2"]) {
      expect((await app.send(signed({ ...completedPayload, task: { id } }))).status).toBe(500);
    }
    expect(app.seen).toEqual([]);
  });

  test("handles every event of an unknown name that is no task's outcome, and each once", async () => {
    // What the types allow only where an application declares it.
    const deliver: object = { unknownEvents: "deliver" };
    const app = await startApp({ idempotency: { store: memoryStore() }, ...deliver });
    for (const progress of [25, 50, 50, 75]) {
      const event = { ...completedPayload, event: "task.video.generate.progress", progress };
      expect((await app.send(signed(event))).status).toBe(200);
    }
    expect(app.seen.map(({ event }) => Reflect.get(event, "progress"))).toEqual([25, 50, 75]);
  });

  test("gives stores whole milliseconds, whatever the seconds are", async () => {
    const store = memoryStore();
    const claim = vi.fn(store.claim);
    const complete = vi.fn(store.complete);
    const idempotency = { store: { ...store, claim, complete }, lease: 2.01, retention: 0.0001 };
    const app = await startApp({ idempotency });
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    await vi.waitFor(() => expect(complete).toHaveBeenCalled());
    expect([claim.mock.calls[0]?.[2], complete.mock.calls[0]?.[2]]).toEqual([2010, 1]);
  });

  test("goes by another key where given one", async () => {
    const key = (_event: unknown, { id = "" }: { id?: string }) => id;
    const app = await startApp({ idempotency: { store: memoryStore(), key } }, { secret: whsec });
    for (const id of ["evt_1", "evt_1", "evt_2"]) {
      const body = { ...asStandardWebhooks(completedPayload), id };
      expect((await app.send(signed(body, { secret: whsec }))).status).toBe(200);
    }
    expect(app.seen.map(({ delivery }) => delivery.claim?.key)).toEqual(["evt_1", "evt_2"]);
  });
}

function failing(fault: Partial<IdempotencyStore>): IdempotencyStore {
  return { ...memoryStore(), ...fault };
}
