import { expect, test } from "vitest";
import { bodyLimit, signedBytes, whole } from "./deliveries.ts";
import { describeUnderAttack, expectRefusal } from "./under-attack.ts";

const completed = '"event":"task.image.generate.completed"';
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

const refused = [
  { what: "nothing", body: "" },
  { what: "a blank", body: " " },
  { what: "no JSON", body: "event=task" },
  { what: "half of an object", body: `{${completed}` },
  { what: "two objects", body: "{}{}" },
  { what: "null", body: "null" },
  { what: "an array", body: `[{${completed}}]` },
  { what: "a text", body: '"task.image.generate.completed"' },
  { what: "a number too large for one", body: "1e999" },
  { what: "an empty object", body: "{}" },
  { what: "a name that is no text", body: '{"event":{"toString":1}}' },
  { what: "a name inherited from __proto__", body: `{"__proto__":{${completed}}}` },
  {
    what: "a task inherited from __proto__",
    body: `{${completed},"result":{"images":[]},"__proto__":{"task":{"id":"tsk"}}}`,
  },
  { what: "a task that is a text", body: `{${completed},"task":"tsk_1","result":{"images":[]}}` },
  { what: "an id that is a number", body: `{${completed},"task":{"id":1},"result":{"images":[]}}` },
  { what: "a result that is null", body: `{${completed},"task":{"id":"tsk_1"},"result":null}` },
  { what: "images that are no list", body: `{${completed},"task":{"id":"tsk_1"},"result":{"images":{"length":1}}}` },
  {
    what: "invalid UTF-8",
    body: Buffer.concat([Buffer.from(`{${completed},"x":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  },
  { what: "a lone byte of UTF-16", body: Buffer.from(`\ufeff{${completed}}`, "utf16le") },
  { what: "zeros", body: Buffer.alloc(1000) },
];

/** Answered 200, and run past no handler. */
const acknowledged = [
  { what: "of the name constructor", body: '{"event":"constructor","task":{"id":"tsk_1"}}' },
  { what: "of the name __proto__", body: '{"event":"__proto__"}' },
  { what: "of a name a kilobyte long", body: JSON.stringify({ event: "x".repeat(1000) }) },
  { what: "1,000 levels deep", body: `{"event":"credit.low","x":${deep(1000)}}` },
];

const delivered = [
  {
    what: "1,000 levels deep",
    body: `{${completed},"task":{"id":"deep"},"request":${deep(1000)},"result":{"images":[]}}`,
    task: "deep",
  },
  {
    what: "with odd keys",
    body: `{${completed},"task":{"id":"odd","__proto__":{"id":"x"},"constructor":1},"result":{"images":[],"__proto__":null}}`,
    task: "odd",
  },
  {
    what: "with a byte order mark",
    body: `\ufeff{${completed},"task":{"id":"bom"},"result":{"images":[]}}`,
    task: "bom",
  },
  {
    what: "with a lone surrogate escaped",
    body: `{${completed},"task":{"id":"lone"},"x":"\\ud800","result":{"images":[]}}`,
    task: "lone",
  },
  {
    what: "with the same key twice",
    body: `{${completed},"task":{"id":"first"},"task":{"id":"last"},"result":{"images":[]}}`,
    task: "last",
  },
];

describeUnderAttack("bodies that are well signed", (target) => {
  test.each(refused)("$what is refused", async ({ body }) => {
    const connection = await target.connect();
    await connection.write([whole(signedBytes(body))]);
    await expectRefusal(connection, target, [400]);
  });

  test.each(acknowledged)("an unknown event $what is acknowledged and not handled", async ({ body }) => {
    expect((await target.send(signedBytes(body)))?.status).toBe(200);
    expect(target.seen).toEqual([]);
  });

  test.each(delivered)("an event $what is delivered, or refused without a fault", async ({ body, task }) => {
    const answer = await target.send(signedBytes(body));
    expect([200, 400]).toContain(answer?.status);
    expect(target.seen).toEqual(answer?.status === 200 ? [task] : []);
  });

  test("one of exactly the limit is delivered, and one byte more refused", async () => {
    const event = `{${completed},"task":{"id":"large"},"result":{"images":[]}}`;
    expect((await target.send(signedBytes(event.padEnd(bodyLimit, " "))))?.status).toBe(200);
    expect(target.seen).toEqual(["large"]);
    expect((await target.send(signedBytes(event.padEnd(bodyLimit + 1, " "))))?.status).toBe(413);
  });
});
