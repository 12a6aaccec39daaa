import { expect, test } from "vitest";
import { bodyLimit, formatRequest, signBytes } from "./deliveries.ts";
import { describeUnderAttack, expectRejection } from "./under-attack.ts";

const completed = '"event":"task.image.generate.completed"';
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

const rejected = [
  { what: "is empty", body: "" },
  { what: "is a space", body: " " },
  { what: "is not JSON", body: "event=task" },
  { what: "is half of an object", body: `{${completed}` },
  { what: "is two objects", body: "{}{}" },
  { what: "is null", body: "null" },
  { what: "is an array", body: `[{${completed}}]` },
  { what: "is a string", body: '"task.image.generate.completed"' },
  { what: "is a number above the largest number", body: "1e999" },
  { what: "is an empty object", body: "{}" },
  { what: "has an event name that is not a string", body: '{"event":{"toString":1}}' },
  { what: "has an event name in __proto__", body: `{"__proto__":{${completed}}}` },
  {
    what: "has a task in __proto__",
    body: `{${completed},"result":{"images":[]},"__proto__":{"task":{"id":"tsk"}}}`,
  },
  { what: "has a task that is a string", body: `{${completed},"task":"tsk_1","result":{"images":[]}}` },
  { what: "has a task id that is a number", body: `{${completed},"task":{"id":1},"result":{"images":[]}}` },
  { what: "has a result that is null", body: `{${completed},"task":{"id":"tsk_1"},"result":null}` },
  {
    what: "has images that are not an array",
    body: `{${completed},"task":{"id":"tsk_1"},"result":{"images":{"length":1}}}`,
  },
  {
    what: "is invalid UTF-8",
    body: Buffer.concat([Buffer.from(`{${completed},"x":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  },
  { what: "is UTF-16", body: Buffer.from(`\ufeff{${completed}}`, "utf16le") },
  { what: "is 1,000 zero bytes", body: Buffer.alloc(1000) },
];

/** Events that get 200 without running a handler. */
const acknowledged = [
  { what: "named constructor", body: '{"event":"constructor","task":{"id":"tsk_1"}}' },
  { what: "named __proto__", body: '{"event":"__proto__"}' },
  { what: "with a name of 1,000 characters", body: JSON.stringify({ event: "x".repeat(1000) }) },
  { what: "with 1,000 levels of nesting", body: `{"event":"credit.low","x":${deep(1000)}}` },
];

const delivered = [
  {
    what: "with 1,000 levels of nesting",
    body: `{${completed},"task":{"id":"deep"},"request":${deep(1000)},"result":{"images":[]}}`,
    task: "deep",
  },
  {
    what: "with keys named like inherited ones",
    body: `{${completed},"task":{"id":"odd","__proto__":{"id":"x"},"constructor":1},"result":{"images":[],"__proto__":null}}`,
    task: "odd",
  },
  {
    what: "with a byte order mark",
    body: `\ufeff{${completed},"task":{"id":"bom"},"result":{"images":[]}}`,
    task: "bom",
  },
  {
    what: "with an escaped lone surrogate",
    body: `{${completed},"task":{"id":"lone"},"x":"\\ud800","result":{"images":[]}}`,
    task: "lone",
  },
  {
    what: "with the same key twice",
    body: `{${completed},"task":{"id":"first"},"task":{"id":"last"},"result":{"images":[]}}`,
    task: "last",
  },
];

describeUnderAttack("signed bodies", (target) => {
  for (const { what, body } of rejected) {
    test(`a signed delivery whose body ${what} is rejected with 400`, async () => {
      const connection = await target.connect();
      await connection.write([formatRequest(signBytes(body))]);
      await expectRejection(connection, target, [400]);
    });
  }

  for (const { what, body } of acknowledged) {
    test(`an unknown event ${what} gets 200 and runs no handler`, async () => {
      expect((await target.send(signBytes(body)))?.status).toBe(200);
      expect(await target.getSeen()).toEqual([]);
    });
  }

  for (const { what, body, task } of delivered) {
    test(`a signed event ${what} is accepted, or rejected with 400`, async () => {
      const answer = await target.send(signBytes(body));
      expect([200, 400]).toContain(answer?.status);
      expect(await target.getSeen()).toEqual(answer?.status === 200 ? [task] : []);
    });
  }

  test("a delivery of exactly the limit is accepted, and one byte more is rejected with 413", async () => {
    const event = `{${completed},"task":{"id":"large"},"result":{"images":[]}}`;
    expect((await target.send(signBytes(event.padEnd(bodyLimit, " "))))?.status).toBe(200);
    expect(await target.getSeen()).toEqual(["large"]);
    expect((await target.send(signBytes(event.padEnd(bodyLimit + 1, " "))))?.status).toBe(413);
  });
});
