import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { expect, test, vi } from "vitest";
import { completedPayload } from "../example-payload.ts";
import { asStandardWebhooks } from "../standard-webhooks.ts";
import type { StartApp } from "./app.ts";
import { createGate } from "./gate.ts";
import { parseRejection } from "./rejections.ts";
import { encodeText, secret, signRequest, standardSecret, token } from "./requests.ts";

const rejectAsDown = () => Promise.reject(new Error("the store is down"));

/** Tests that each event is processed once. */
export function testIdempotency(startApp: StartApp): void {
  test("an event is processed once, even if it is repeated by a retry, another secret or the other scheme", async () => {
    const reported: string[] = [];
    const app = await startApp(
      { idempotency: { store: memoryStore() }, onDuplicate: (_event, { scheme }) => reported.push(scheme) },
      { secret: [secret, standardSecret] },
    );
    const repeated = signRequest(asStandardWebhooks(completedPayload), { secret: standardSecret });
    for (const request of [signRequest(completedPayload), signRequest(completedPayload), repeated]) {
      expect((await app.send(request)).status).toBe(200);
    }
    expect(app.seen).toHaveLength(1);
    expect(reported).toEqual(["mynth", "standard-webhooks"]);

    expect((await app.send(signRequest({ ...completedPayload, task: { id: "tsk_another" } }))).status).toBe(200);
    expect((await app.send(signRequest({ ...completedPayload, event: "task.image.generate.failed" }))).status).toBe(
      200,
    );
    expect(app.seen).toHaveLength(3);
  });

  test("a repeated delivery gets 409 in_progress while the event is processed, and 200 afterwards", async () => {
    const entered = createGate();
    const done = createGate();
    const handler = vi.fn(() => {
      entered.open();
      return done.passed;
    });
    const app = await startApp({ idempotency: { store: memoryStore() } }, { handlers: { all: handler } });
    const first = app.send(signRequest(completedPayload));
    await entered.passed;
    const second = await app.send(signRequest(completedPayload));
    expect([second.status, parseRejection(second.body).code]).toEqual([409, "in_progress"]);
    expect(Number(second.headers["retry-after"])).toBeGreaterThan(0);
    done.open();
    expect((await first).status).toBe(204);
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test("a claim is released if the handler fails, so that the retry is processed", async () => {
    const handler = vi.fn().mockRejectedValueOnce(new Error("the database is down"));
    const app = await startApp({ idempotency: { store: memoryStore() } }, { handlers: { all: handler } });
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt += 1)
      statuses.push((await app.send(signRequest(completedPayload))).status);
    expect(statuses).toEqual([500, 204, 200]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  test("an event is processed again if the lease of its claim has expired", async () => {
    let time = 0;
    const store = memoryStore({ clock: () => time });
    const app = await startApp({ idempotency: { store, lease: 60, namespace: "shop" } });
    await store.claim(`shop:${completedPayload.event}:${completedPayload.task.id}`, "a process that died", 60_000);
    expect((await app.send(signRequest(completedPayload))).status).toBe(409);
    time = 60_000;
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
  });

  test("a delivery is rejected with 503 store_unavailable if the store fails, so that the sender retries", async () => {
    const reported: unknown[] = [];
    const app = await startApp({
      idempotency: { store: createFailingStore({ claim: rejectAsDown }), lease: 1 },
      onError: ({ cause }) => reported.push(cause),
    });
    const response = await app.send(signRequest(completedPayload));
    expect([response.status, parseRejection(response.body).code]).toEqual([503, "store_unavailable"]);
    expect(app.seen).toEqual([]);
    expect(reported).toEqual([new Error("the store is down")]);
  });

  test("a delivery is rejected with 503 if the store does not answer in time", async () => {
    const store = createFailingStore({ claim: () => new Promise(() => {}) });
    const app = await startApp({ idempotency: { store, timeout: 0.05 } });
    expect((await app.send(signRequest(completedPayload))).status).toBe(503);
  });

  test("a delivery is processed without a live claim if the store fails and onStoreFailure is deliver", async () => {
    const onStoreError = vi.fn();
    const store = createFailingStore({ claim: rejectAsDown });
    const app = await startApp({ idempotency: { store, onStoreFailure: "deliver" }, onStoreError });
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
    // A handler can still record the event in its own transaction.
    expect(app.seen[0]?.delivery.claim?.key).toBe(`${completedPayload.event}:${completedPayload.task.id}`);
    expect(onStoreError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "not_claimed", cause: new Error("the store is down") }),
      expect.objectContaining({ scheme: "mynth" }),
    );
  });

  test("a claim whose answer is lost is repeated by its owner, and the first delivery is processed", async () => {
    const store = memoryStore();
    let lost = 0;
    const claim: IdempotencyStore["claim"] = async (...args) => {
      const result = await store.claim(...args);
      if (lost === 0) {
        lost += 1;
        throw new Error("the connection was cut");
      }
      return result;
    };
    const app = await startApp({ idempotency: { store: { ...store, claim } } });
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(lost).toBe(1);
    expect(app.seen).toHaveLength(1);
  });

  test("a processed event is recorded later if the store fails at first", async () => {
    const store = memoryStore();
    const complete = vi.fn(store.complete).mockImplementationOnce(rejectAsDown);
    const onStoreError = vi.fn();
    const app = await startApp({ idempotency: { store: { ...store, complete } }, onStoreError });
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    await vi.waitFor(() => expect(complete).toHaveBeenCalledTimes(2));
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
    expect(onStoreError).not.toHaveBeenCalled();
  });

  test("a processed delivery gets 200 if the store cannot record it until the lease ends, and onStoreError is called", async () => {
    const onStoreError = vi.fn();
    const store = createFailingStore({ complete: rejectAsDown });
    const app = await startApp({ idempotency: { store, lease: 0.2 }, onStoreError });
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    await vi.waitFor(() => expect(onStoreError).toHaveBeenCalledTimes(1), { timeout: 5000 });
    expect(onStoreError.mock.calls[0]?.[0]).toMatchObject({ code: "not_recorded", cause: expect.any(Error) });
  });

  test("a handler that outlives its lease keeps its claim, and the event is processed once", async () => {
    const done = createGate();
    const handler = vi.fn(() => done.passed);
    const app = await startApp({ idempotency: { store: memoryStore(), lease: 0.3 } }, { handlers: { all: handler } });
    const first = app.send(signRequest(completedPayload));
    for (let time = 0; time < 900; time += 150) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect((await app.send(signRequest(completedPayload))).status).toBe(409);
    }
    done.open();
    expect((await first).status).toBe(204);
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test("an application that has stopped has recorded every event that it acknowledged", async () => {
    const store = memoryStore();
    const complete: IdempotencyStore["complete"] = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return store.complete(...args);
    };
    const app = await startApp({ idempotency: { store: { ...store, complete } } });
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    await app.stop();
    expect(await store.claim(app.seen[0]?.delivery.claim?.key ?? "", "another", 1000)).toBe("done");
  });

  for (const { what, claim } of [
    { what: "resolves to another value", claim: async () => "CLAIMED" },
    { what: "resolves to nothing", claim: async () => undefined },
    {
      what: "throws",
      claim: () => {
        throw new Error("the store is down");
      },
    },
  ]) {
    test(`a delivery is rejected with 503 if the store's claim ${what}`, async () => {
      const store = createFailingStore({ claim });
      const app = await startApp({ idempotency: { store } });
      expect((await app.send(signRequest(completedPayload))).status).toBe(503);
      expect(app.seen).toEqual([]);
    });
  }

  for (const { what, idempotency } of [
    { what: "the default key", idempotency: {} },
    { what: "a custom key", idempotency: { key: ({ task }: { task: { id: string } }) => task.id } },
  ]) {
    test(`a signed delivery is processed after an unsigned one of the same event, with ${what}`, async () => {
      const app = await startApp({ idempotency: { store: memoryStore(), ...idempotency }, token });
      const forged = { method: "POST", headers: {}, body: encodeText(JSON.stringify(completedPayload)) };
      expect((await app.send({ ...forged, suffix: `?token=${token}` })).status).toBe(200);
      expect((await app.send(signRequest(completedPayload))).status).toBe(200);
      expect(app.seen.map(({ delivery }) => delivery.scheme)).toEqual(["url-token", "mynth"]);
    });
  }

  for (const { what, key } of [
    { what: "undefined", key: () => undefined },
    { what: "an empty string", key: () => "" },
    { what: "a promise", key: async () => "key" },
    { what: "a promise that rejects", key: () => Promise.reject(new Error("no key")) },
  ]) {
    test(`a delivery is rejected with 500 if the key function returns ${what}`, async () => {
      const app = await startApp({ idempotency: { store: memoryStore(), key: key as () => string } });
      for (const id of ["tsk_1", "tsk_2"]) {
        expect((await app.send(signRequest({ ...completedPayload, task: { id } }))).status).toBe(500);
      }
      expect(app.seen).toEqual([]);
    });
  }

  test("an unknown event that is not a task's result is processed once per payload", async () => {
    // The types allow this only in an application that declares it.
    const deliver: object = { unknownEvents: "deliver" };
    const app = await startApp({ idempotency: { store: memoryStore() }, ...deliver });
    for (const progress of [25, 50, 50, 75]) {
      const event = { ...completedPayload, event: "task.video.generate.progress", progress };
      expect((await app.send(signRequest(event))).status).toBe(200);
    }
    expect(app.seen.map(({ event }) => Reflect.get(event, "progress"))).toEqual([25, 50, 75]);
  });

  test("a store gets whole milliseconds if lease and retention are fractions of a second", async () => {
    const store = memoryStore();
    const claim = vi.fn(store.claim);
    const complete = vi.fn(store.complete);
    const idempotency = { store: { ...store, claim, complete }, lease: 2.01, retention: 0.0001 };
    const app = await startApp({ idempotency });
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    await vi.waitFor(() => expect(complete).toHaveBeenCalled());
    expect([claim.mock.calls[0]?.[2], complete.mock.calls[0]?.[2]]).toEqual([2010, 1]);
  });

  test("an event is processed once per key if there is a key function", async () => {
    const key = (_event: unknown, { id = "" }: { id?: string }) => id;
    const app = await startApp({ idempotency: { store: memoryStore(), key } }, { secret: standardSecret });
    for (const id of ["evt_1", "evt_1", "evt_2"]) {
      const body = { ...asStandardWebhooks(completedPayload), id };
      expect((await app.send(signRequest(body, { secret: standardSecret }))).status).toBe(200);
    }
    expect(app.seen.map(({ delivery }) => delivery.claim?.key)).toEqual(["evt_1", "evt_2"]);
  });
}

/** A store in JavaScript may return anything. */
function createFailingStore(fault: { [Name in keyof IdempotencyStore]?: () => unknown }): IdempotencyStore {
  return Object.assign(memoryStore(), fault);
}
