import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { StartApp } from "./app.ts";
import { refusalIn } from "./refusals.ts";
import { altered, bytes, now, signed } from "./requests.ts";

/** White space, an escape, a non-ASCII letter and `1.0`: whoever parses and serialises again, fails. */
const oddBody =
  '{ "event" : "task.image.generate.completed",\r\n  "task": {"id":"tsk_odd"}, "request": {"prompt":"Caf\\u00e9 \u00e9t\u00e9","scale":1.0},\n\t"result": {"model":"m","images":[ ]} }\n';

const contentTypes = [
  undefined,
  "application/octet-stream",
  "text/plain",
  "application/vnd.mynth+json",
  "application/json; charset=latin1",
  "odd;;",
];

/** What is let through, and as what. */
export function testDeliveries(startApp: StartApp): void {
  test("delivers the guide's example as a typed event with what is known of its delivery", async () => {
    const app = await startApp();
    const { status } = await app.send(signed(completedPayload, {}, { "x-mynth-event": completedPayload.event }));
    expect(status).toBe(200);
    expect(app.seen).toEqual([
      {
        event: completedPayload,
        json: completedPayload,
        delivery: expect.objectContaining({
          key: "task.image.generate.completed:tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP",
          scheme: "mynth",
          timestamp: now,
          secretIndex: 0,
          payload: completedPayload,
          originalEventName: completedPayload.event,
          issues: [],
        }),
      },
    ]);
  });

  test("verifies the bytes as they came, not JSON made anew", async () => {
    const app = await startApp();
    expect((await app.send(signed(oddBody))).status).toBe(200);
    expect(new TextDecoder().decode(app.seen[0]?.delivery.rawBody)).toBe(oddBody);
    expect(app.seen[0]?.json).toEqual(JSON.parse(oddBody));
  });

  test("delivers a failed task, with or without errors", async () => {
    const app = await startApp();
    const failed = { event: "task.image.generate.failed", task: { id: "tsk_1" }, request: { prompt: "p" } };
    expect((await app.send(signed(failed))).status).toBe(200);
    expect((await app.send(signed({ ...failed, errors: [{ code: "NO_CREDIT" }] }))).status).toBe(200);
    expect(app.seen.map(({ event }) => event.event)).toEqual([failed.event, failed.event]);
  });

  test.each(contentTypes)(
    "delivers whatever the content type says (%s), and refuses the unsigned all the same",
    async (type) => {
      const app = await startApp();
      expect((await app.send(altered({ "content-type": type }))).status).toBe(200);
      expect(app.seen).toHaveLength(1);
      const unsigned = await app.send(altered({ "content-type": type, "x-mynth-signature": undefined }));
      expect([unsigned.status, refusalIn(unsigned.body).code]).toEqual([401, "missing_signature"]);
      const garbled = await app.send({ ...altered({ "content-type": type }), body: bytes("{") });
      expect([garbled.status, refusalIn(garbled.body).code]).toEqual([401, "signature_mismatch"]);
    },
  );

  test("accepts any of several signatures", async () => {
    const app = await startApp();
    const rotated = altered((h) => `${h.replace("v1=", `v1=${"0".repeat(64)},v1=`)},v0=whatever`);
    expect((await app.send(rotated)).status).toBe(200);
  });

  test("handles many at once without mixing them up", async () => {
    const app = await startApp();
    const ids = Array.from({ length: 20 }, (_, index) => `tsk_${index}`);
    const statuses = await Promise.all(
      ids.map(async (id, index) => {
        const request = signed({ ...completedPayload, task: { id } });
        return (await app.send(index % 2 ? request : { ...request, body: bytes("{}") })).status;
      }),
    );
    expect(statuses).toEqual(ids.map((_, index) => (index % 2 ? 200 : 401)));
    expect(app.seen.map(({ event }) => event.task.id).sort()).toEqual(ids.filter((_, index) => index % 2).sort());
  });
}
