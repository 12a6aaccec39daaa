import fc from "fast-check";
import { expect, test } from "vitest";
import { createDeliveryKey } from "../src/events/delivery-key.ts";

const body = new TextEncoder().encode("{}");
const createKey = (event: string, task?: unknown, id?: string) => createDeliveryKey({ event, task }, id, body);

test("createDeliveryKey returns event and task id for an outcome, whatever the scheme", async () => {
  const task = { id: "tsk_1" };
  for (const id of [undefined, "evt_1"]) {
    expect(createKey("task.image.alt.completed", task, id)).toBe("task.image.alt.completed:tsk_1");
    expect(createKey("task.audio.mix.failed", task, id)).toBe("task.audio.mix.failed:tsk_1");
  }
});

test("createDeliveryKey returns the same key for an unknown outcome in both generations", () => {
  const [event, task] = ["task.audio.mix.completed", { id: "tsk_1" }];
  expect(createDeliveryKey({ event, task }, undefined, body)).toBe("task.audio.mix.completed:tsk_1");
  expect(createDeliveryKey({ event, type: event, data: task }, "evt_1", body)).toBe("task.audio.mix.completed:tsk_1");
  // Data without a type is no task.
  expect(createDeliveryKey({ event, data: task }, "evt_1", body)).toBe("task.audio.mix.completed:id:evt_1");
});

test("createDeliveryKey returns event and event id, else a digest of the body, for other events", async () => {
  expect(createKey("task.image.alt.started", { id: "tsk_1" }, "evt_1")).toBe("task.image.alt.started:id:evt_1");
  expect(createKey("task.audio.mix.completed", undefined, "evt_1")).toBe("task.audio.mix.completed:id:evt_1");
  expect(await createKey("account.low")).toBe(
    "account.low:sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  );
});

test("createDeliveryKey escapes colons and percent signs, so that two events never get one key", async () => {
  expect(createKey("task.a:b%.completed", { id: "c:d" })).toBe("task.a%3Ab%25.completed:c%3Ad");
  expect(createKey("task.a.completed", { id: "b.completed:c" })).not.toBe(
    createKey("task.a.completed:b.completed", { id: "c" }),
  );
  // Short parts of few characters meet often.
  const part = fc.string({ unit: fc.constantFrom(":", "%", "3A", "id", "sha256"), maxLength: 4 });
  const input = fc.record({
    event: fc.oneof(
      part,
      part.map((part) => `task.${part}.completed`),
    ),
    task: fc.option(part, { nil: undefined }),
    id: fc.option(part, { nil: undefined }),
  });
  const identify = ({ event, task, id }: { event: string; task: string | undefined; id: string | undefined }) =>
    JSON.stringify(event.startsWith("task.") && task !== undefined ? [event, task] : [event, null, id]);
  await fc.assert(
    fc.asyncProperty(input, input, async (first, second) => {
      const keys = [first, second].map(({ event, task, id }) =>
        createKey(event, task === undefined ? undefined : { id: task }, id),
      );
      const [one, other] = await Promise.all(keys);
      expect(one === other).toBe(identify(first) === identify(second));
    }),
    { numRuns: 2000 },
  );
});
