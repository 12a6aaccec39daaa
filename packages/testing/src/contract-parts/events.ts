import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { StartApp } from "./app.ts";
import { refusalIn } from "./refusals.ts";
import { signed } from "./requests.ts";

/** What becomes of events that are not quite as expected. */
export function testEvents(startApp: StartApp): void {
  test.each(["task.hologram.generate.completed", "credit.low", "constructor", "__proto__"])(
    "acknowledges an event of the unknown name %s without running the handler",
    async (event) => {
      const told: unknown[] = [];
      const app = await startApp({ onUnknownEvent: (unknown) => told.push(unknown) });
      expect((await app.send(signed({ event, anything: [1] }))).status).toBe(200);
      expect(app.seen).toEqual([]);
      expect(told).toEqual([{ event, anything: [1] }]);
    },
  );

  test("delivers an event with odd details and new fields unchanged, and reports the odd ones", async () => {
    const told: unknown[] = [];
    const odd = { ...completedPayload, task: { ...completedPayload.task, cost: 0.5, new_field: [{}] } };
    const app = await startApp({ onIssues: (issues) => told.push(...issues) });
    expect((await app.send(signed(odd))).status).toBe(200);
    expect(app.seen[0]?.event).toEqual(odd);
    expect(told).toEqual([{ path: "task.cost", message: expect.any(String) }]);
  });

  test("refuses odd details when told to be strict, and new fields never", async () => {
    const app = await startApp({ strict: true });
    expect((await app.send(signed({ ...completedPayload, task: { id: "tsk_1", cost: 0.5 } }))).status).toBe(400);
    expect((await app.send(signed({ ...completedPayload, new_field: 1 }))).status).toBe(200);
  });

  test.each(["task.image.completed", "task.image.failed"])(
    "delivers the oldest name %s as its later equivalent, and says how it came",
    async (event) => {
      const app = await startApp({ strict: true });
      const later = event.replace("image.", "image.generate.");
      const request = signed({ ...completedPayload, event }, {}, { "x-mynth-event": event });
      expect((await app.send(request)).status).toBe(200);
      expect(app.seen[0]).toMatchObject({
        event: { ...completedPayload, event: later },
        delivery: { originalEventName: event, key: `${later}:${completedPayload.task.id}`, payload: { event } },
      });
    },
  );

  test("hands on unknown events where told to, and known ones with them", async () => {
    const told: unknown[] = [];
    // What the types allow only where an application declares it.
    const deliver: object = {
      unknownEvents: "deliver",
      onUnknownEvent: ({ event }: { event: string }) => told.push(event),
    };
    const app = await startApp(deliver);
    for (const event of ["credit.low", completedPayload.event]) {
      expect((await app.send(signed({ ...completedPayload, event }))).status).toBe(200);
    }
    expect(app.seen.map(({ event }) => event.event)).toEqual(["credit.low", completedPayload.event]);
    expect(told).toEqual(["credit.low"]);
  });

  test("refuses unknown events where told to, and delivers the known", async () => {
    const app = await startApp({ unknownEvents: "refuse" });
    const response = await app.send(signed({ event: "credit.low" }));
    expect([response.status, refusalIn(response.body).code]).toEqual([400, "unknown_event"]);
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(app.seen).toHaveLength(1);
  });
}
