import { expect, test } from "vitest";
import { exampleEvent } from "../example-event.ts";
import type { StartApp } from "./app.ts";
import { signed } from "./requests.ts";

const completed = exampleEvent("task.image.generate.completed");

/** The adapter's `on()`. */
export function testHandlers(startApp: StartApp): void {
  test("runs every handler by name that fits, broadest first, and answers 204", async () => {
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
    const response = await app.send(signed(completed));
    expect([response.status, response.body]).toEqual([204, ""]);
    const { event, task, result } = completed;
    expect(order).toEqual([event, `${event}:${task.id}`, "object", task.id, result.images.length]);
  });

  test("answers 204 where no handler fits", async () => {
    const app = await startApp({}, { handlers: { "task.failed": () => expect.fail("was run") } });
    expect((await app.send(signed(completed))).status).toBe(204);
  });

  test("fails when a handler does, so that the sender tries again, and serves the next", async () => {
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
    expect((await app.send(signed(completed))).status).toBe(500);
    down = false;
    expect((await app.send(signed(completed))).status).toBe(204);
  });

  test("runs no handler on what is not verified", async () => {
    const app = await startApp({}, { handlers: { all: () => expect.fail("was run") } });
    expect((await app.send(signed(completed, { secret: "wbs_other" }))).status).toBe(401);
  });
}
