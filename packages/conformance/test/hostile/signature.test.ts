import { expect, test } from "vitest";
import { good, newTask, signedBytes, whole, withHeaders } from "./deliveries.ts";
import { describeUnderAttack, expectRefusal } from "./under-attack.ts";

const hex = "a".repeat(64);

const headers = [
  { what: "nothing", signature: "" },
  { what: "a lone t", signature: "t=" },
  { what: "a lone v1", signature: `v1=${hex}` },
  { what: "no key", signature: "===,,,===" },
  { what: "a timestamp that is no number", signature: `t=NaN,v1=${hex}` },
  { what: "an endless timestamp", signature: `t=${"9".repeat(400)},v1=${hex}` },
  { what: "a timestamp in hex", signature: `t=0x5f,v1=${hex}` },
  { what: "a timestamp of long ago", signature: `t=0,v1=${hex}` },
  { what: "a timestamp far ahead", signature: `t=999999999999999,v1=${hex}` },
  { what: "only commas", signature: ",".repeat(4000) },
  { what: "only blanks and commas", signature: " , ".repeat(1300) },
  { what: "more than is looked into", signature: `t=1,v1=${hex},x=${"y".repeat(5000)}` },
  { what: "fifty signatures", signature: `t=1${`,v1=${hex}`.repeat(50)}` },
  { what: "letters outside ASCII", signature: `t=1,v1=${"é".repeat(64)}` },
  { what: "JSON", signature: '{"t":1}' },
];

describeUnderAttack("signature headers that are none", (target) => {
  test.each(headers)("$what is refused", async ({ signature }) => {
    const connection = await target.connect();
    await connection.write([whole(withHeaders(good(), { "x-mynth-signature": signature }))]);
    await expectRefusal(connection, target, [400, 401]);
  });

  test("thousands of signatures are refused", async () => {
    const connection = await target.connect();
    await connection.write([whole(withHeaders(good(), { "x-mynth-signature": `t=1${`,v1=${hex}`.repeat(5000)}` }))]);
    // Longer than what Node takes for headers at all.
    await expectRefusal(connection, target, [400, 431]);
  });

  test("a repeated header is refused, even if each of them is good", async () => {
    const delivery = good();
    const line = `x-mynth-signature: ${delivery.headers["x-mynth-signature"]}\r\n`;
    const connection = await target.connect();
    await connection.write(
      [
        whole(delivery)
          .toString("latin1")
          .replace(line, line + line),
      ].map((text) => Buffer.from(text, "latin1")),
    );
    await expectRefusal(connection, target, [400]);
  });
});

describeUnderAttack("what was changed after it was signed", (target) => {
  test("a body changed in any byte is refused", async () => {
    const delivery = good();
    for (let index = 0; index < delivery.body.length; index += 5) {
      const body = Buffer.from(delivery.body);
      body[index] = (body[index] ?? 0) ^ (1 << (index % 8));
      // With fastify-raw-body, Fastify's parser comes first, and may refuse what is no JSON any more.
      expect([400, 401]).toContain((await target.send({ ...delivery, body }))?.status);
    }
    expect(target.seen).toEqual([]);
  });

  test("a header changed in any character is refused", async () => {
    const delivery = good();
    const signature = delivery.headers["x-mynth-signature"] ?? "";
    const connection = await target.connect();
    for (let index = 0; index < signature.length; index += 1) {
      const changed = `${signature.slice(0, index)}${signature[index] === "0" ? "1" : "0"}${signature.slice(index + 1)}`;
      await connection.write([whole(withHeaders(delivery, { "x-mynth-signature": changed }))]);
      expect([400, 401]).toContain((await connection.answer())?.status);
    }
    expect(target.seen).toEqual([]);
  });

  test("two good deliveries with their bodies, or their times, exchanged are refused", async () => {
    const [first, second] = [good(newTask(), 10), good(newTask(), 0)];
    const [time, otherTime] = [first, second].map(
      ({ headers }) => /t=\d+/.exec(headers["x-mynth-signature"] ?? "")?.[0] ?? "",
    );
    const swapped = (first.headers["x-mynth-signature"] ?? "").replace(time ?? "", otherTime ?? "");
    for (const forged of [
      { ...first, body: second.body },
      { ...second, body: first.body },
      withHeaders(first, { "x-mynth-signature": swapped }),
    ]) {
      expect((await target.send(forged))?.status).toBe(401);
    }
    expect(target.seen).toEqual([]);
  });

  test.each([
    { age: 299, status: 200 },
    { age: -298, status: 200 },
    { age: 302, status: 401 },
    { age: -303, status: 401 },
    { age: 86_400, status: 401 },
  ])("signed $age seconds ago: $status", async ({ age, status }) => {
    expect((await target.send(good(newTask(), age)))?.status).toBe(status);
  });

  test("a signature that covers another scheme's message is refused", async () => {
    const { headers, body } = signedBytes(good().body);
    const digest = Buffer.from((headers["x-mynth-signature"] ?? "").split("v1=")[1] ?? "", "hex").toString("base64");
    const forged = {
      "webhook-id": "evt_1",
      "webhook-timestamp": `${Math.floor(Date.now() / 1000)}`,
      "webhook-signature": `v1,${digest}`,
    };
    expect((await target.send({ headers: forged, body }))?.status).toBe(401);
    expect(target.seen).toEqual([]);
  });
});
