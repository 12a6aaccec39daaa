import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { StartApp } from "./app.ts";
import { parseRejection } from "./rejections.ts";
import { signRequest } from "./requests.ts";

/** Tests events that differ from the schemas. */
export function testEvents(startApp: StartApp): void {
  test.each(["task.hologram.generate.completed", "credit.low", "constructor", "__proto__"])(
    "an event with the unknown name %s gets 200 and does not run the handler",
    async (event) => {
      const reported: unknown[] = [];
      const app = await startApp({ onUnknownEvent: (unknown) => reported.push(unknown) });
      expect((await app.send(signRequest({ event, anything: [1] }))).status).toBe(200);
      expect(app.seen).toEqual([]);
      expect(reported).toEqual([{ event, anything: [1] }]);
    },
  );

  test("an event with invalid details and new fields is delivered unchanged, and onIssues gets the invalid ones", async () => {
    const reported: unknown[] = [];
    const odd = { ...completedPayload, task: { ...completedPayload.task, cost: 0.5, new_field: [{}] } };
    const app = await startApp({ onIssues: (issues) => reported.push(...issues) });
    expect((await app.send(signRequest(odd))).status).toBe(200);
    expect(app.seen[0]?.event).toEqual(odd);
    expect(reported).toEqual([{ path: "task.cost", message: expect.any(String) }]);
  });

  test("an event with invalid details is rejected with 400 if strict is set, and one with new fields is not", async () => {
    const app = await startApp({ strict: true });
    expect((await app.send(signRequest({ ...completedPayload, task: { id: "tsk_1", cost: 0.5 } }))).status).toBe(400);
    expect((await app.send(signRequest({ ...completedPayload, new_field: 1 }))).status).toBe(200);
  });

  test.each(["task.image.completed", "task.image.failed"])(
    "an event with the legacy name %s is delivered under its current name, with the original name in the delivery",
    async (event) => {
      const app = await startApp({ strict: true });
      const current = event.replace("image.", "image.generate.");
      const request = signRequest({ ...completedPayload, event }, {}, { "x-mynth-event": event });
      expect((await app.send(request)).status).toBe(200);
      expect(app.seen[0]).toMatchObject({
        event: { ...completedPayload, event: current },
        delivery: { originalEventName: event, key: `${current}:${completedPayload.task.id}`, payload: { event } },
      });
    },
  );

  test("an unknown event reaches the handler if unknownEvents is deliver, like a known one", async () => {
    const reported: unknown[] = [];
    // The types allow this only in an application that declares it.
    const deliver: object = {
      unknownEvents: "deliver",
      onUnknownEvent: ({ event }: { event: string }) => reported.push(event),
    };
    const app = await startApp(deliver);
    for (const event of ["credit.low", completedPayload.event]) {
      expect((await app.send(signRequest({ ...completedPayload, event }))).status).toBe(200);
    }
    expect(app.seen.map(({ event }) => event.event)).toEqual(["credit.low", completedPayload.event]);
    expect(reported).toEqual(["credit.low"]);
  });

  test("an unknown event is rejected with 400 unknown_event if unknownEvents is refuse, and a known one is not", async () => {
    const app = await startApp({ unknownEvents: "refuse" });
    const response = await app.send(signRequest({ event: "credit.low" }));
    expect([response.status, parseRejection(response.body).code]).toEqual([400, "unknown_event"]);
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
  });
}
