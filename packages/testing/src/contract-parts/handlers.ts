import { expect, test } from "vitest";
import { exampleEvent } from "../example-event.ts";
import type { StartApp } from "./app.ts";
import { signRequest } from "./requests.ts";

const completed = exampleEvent("task.image.generate.completed");

/** Tests the adapter's `on()`. */
export function testHandlers(startApp: StartApp): void {
  test("on() runs every matching handler, broadest name first, and returns 204", async () => {
    const order: unknown[] = [];
    const app = await startApp(
      {},
      {
        handlers: {
          "task.image.generate.completed": ({ result }) => order.push(result.images.length),
          "task.failed": () => order.push("failed"),
          "task.completed": async ({ task }) => order.push(task.id),
          all: (event, { key }, context) => order.push(event.event, key, typeof context),
        },
      },
    );
    const response = await app.send(signRequest(completed));
    expect([response.status, response.body]).toEqual([204, ""]);
    const { event, task, result } = completed;
    expect(order).toEqual([event, `${event}:${task.id}`, "object", task.id, result.images.length]);
  });

  test("on() returns 204 if no handler matches", async () => {
    const app = await startApp({}, { handlers: { "task.failed": () => expect.fail("was run") } });
    expect((await app.send(signRequest(completed))).status).toBe(204);
  });

  test("on() returns 500 if a handler throws, so that the sender retries, and then serves the retry", async () => {
    let down = true;
    const app = await startApp(
      {},
      {
        handlers: {
          all: async () => {
            if (down) throw new Error("the database is down");
          },
        },
      },
    );
    expect((await app.send(signRequest(completed))).status).toBe(500);
    down = false;
    expect((await app.send(signRequest(completed))).status).toBe(204);
  });

  test("on() runs no handler for a delivery that does not verify", async () => {
    const app = await startApp({}, { handlers: { all: () => expect.fail("was run") } });
    expect((await app.send(signRequest(completed, { secret: "wbs_other" }))).status).toBe(401);
  });
}
