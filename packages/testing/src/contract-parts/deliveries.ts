import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { StartApp } from "./app.ts";
import { parseRejection } from "./rejections.ts";
import { alterHeaders, encodeText, now, signRequest } from "./requests.ts";

/** Has white space, an escape, a non-ASCII letter and `1.0`: reserializing it breaks the signature. */
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

/** Tests that good deliveries reach the handler. */
export function testDeliveries(startApp: StartApp): void {
  test("a delivery of the guide's example reaches the handler with its event and delivery", async () => {
    const app = await startApp();
    const { status } = await app.send(signRequest(completedPayload, {}, { "x-mynth-event": completedPayload.event }));
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

  test("a delivery is verified over its raw encodeText, not over reserialized JSON", async () => {
    const app = await startApp();
    expect((await app.send(signRequest(oddBody))).status).toBe(200);
    expect(new TextDecoder().decode(app.seen[0]?.delivery.rawBody)).toBe(oddBody);
    expect(app.seen[0]?.json).toEqual(JSON.parse(oddBody));
  });

  test("a delivery of a failed task reaches the handler, with or without errors", async () => {
    const app = await startApp();
    const failed = { event: "task.image.generate.failed", task: { id: "tsk_1" }, request: { prompt: "p" } };
    expect((await app.send(signRequest(failed))).status).toBe(200);
    expect((await app.send(signRequest({ ...failed, errors: [{ code: "NO_CREDIT" }] }))).status).toBe(200);
    expect(app.seen.map(({ event }) => event.event)).toEqual([failed.event, failed.event]);
  });

  test.each(contentTypes)(
    "a delivery with the content type %s is verified: signed it is accepted, unsigned or tampered with it is rejected",
    async (type) => {
      const app = await startApp();
      expect((await app.send(alterHeaders({ "content-type": type }))).status).toBe(200);
      expect(app.seen).toHaveLength(1);
      const unsigned = await app.send(alterHeaders({ "content-type": type, "x-mynth-signature": undefined }));
      expect([unsigned.status, parseRejection(unsigned.body).code]).toEqual([401, "missing_signature"]);
      const garbled = await app.send({ ...alterHeaders({ "content-type": type }), body: encodeText("{") });
      expect([garbled.status, parseRejection(garbled.body).code]).toEqual([401, "signature_mismatch"]);
    },
  );

  test("a delivery with several signatures is accepted if any of them matches", async () => {
    const app = await startApp();
    const rotated = alterHeaders((h) => `${h.replace("v1=", `v1=${"0".repeat(64)},v1=`)},v0=whatever`);
    expect((await app.send(rotated)).status).toBe(200);
  });

  test("concurrent deliveries each get their own result", async () => {
    const app = await startApp();
    const ids = Array.from({ length: 20 }, (_, index) => `tsk_${index}`);
    const statuses = await Promise.all(
      ids.map(async (id, index) => {
        const request = signRequest({ ...completedPayload, task: { id } });
        return (await app.send(index % 2 ? request : { ...request, body: encodeText("{}") })).status;
      }),
    );
    expect(statuses).toEqual(ids.map((_, index) => (index % 2 ? 200 : 401)));
    expect(app.seen.map(({ event }) => event.task.id).sort()).toEqual(ids.filter((_, index) => index % 2).sort());
  });
}
