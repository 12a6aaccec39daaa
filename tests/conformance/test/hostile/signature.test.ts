import { expect, test } from "vitest";
import { createTask, formatRequest, signBytes, signGood, withHeaders } from "./deliveries.ts";
import { describeUnderAttack, expectRejection } from "./under-attack.ts";

const hex = "a".repeat(64);

const headers = [
  { what: "an empty value", signature: "" },
  { what: "only t", signature: "t=" },
  { what: "only v1", signature: `v1=${hex}` },
  { what: "no keys", signature: "===,,,===" },
  { what: "a timestamp that is not a number", signature: `t=NaN,v1=${hex}` },
  { what: "a timestamp of 400 digits", signature: `t=${"9".repeat(400)},v1=${hex}` },
  { what: "a hexadecimal timestamp", signature: `t=0x5f,v1=${hex}` },
  { what: "the timestamp 0", signature: `t=0,v1=${hex}` },
  { what: "a timestamp in the far future", signature: `t=999999999999999,v1=${hex}` },
  { what: "only commas", signature: ",".repeat(4000) },
  { what: "only spaces and commas", signature: " , ".repeat(1300) },
  { what: "more characters than are parsed", signature: `t=1,v1=${hex},x=${"y".repeat(5000)}` },
  { what: "fifty signatures", signature: `t=1${`,v1=${hex}`.repeat(50)}` },
  { what: "characters outside ASCII", signature: `t=1,v1=${"é".repeat(64)}` },
  { what: "JSON", signature: '{"t":1}' },
];

describeUnderAttack("malformed signature headers", (target) => {
  for (const { what, signature } of headers) {
    test(`a signature header with ${what} is rejected with 400 or 401`, async () => {
      const connection = await target.connect();
      await connection.write([formatRequest(withHeaders(signGood(), { "x-mynth-signature": signature }))]);
      await expectRejection(connection, target, [400, 401]);
    });
  }

  test("a signature header with thousands of signatures is rejected with 400 or 431", async () => {
    const connection = await target.connect();
    await connection.write([
      formatRequest(withHeaders(signGood(), { "x-mynth-signature": `t=1${`,v1=${hex}`.repeat(5000)}` })),
    ]);
    // This is longer than Node allows for all headers.
    await expectRejection(connection, target, [400, 431]);
  });

  test("a repeated signature header is rejected with 400, even if both values are valid", async () => {
    const delivery = signGood();
    const line = `x-mynth-signature: ${delivery.headers["x-mynth-signature"]}\r\n`;
    const connection = await target.connect();
    await connection.write(
      [
        formatRequest(delivery)
          .toString("latin1")
          .replace(line, line + line),
      ].map((text) => Buffer.from(text, "latin1")),
    );
    await expectRejection(connection, target, [400]);
  });
});

describeUnderAttack("changes after signing", (target) => {
  test("a delivery with any byte of its body changed is rejected", async () => {
    const delivery = signGood();
    for (let index = 0; index < delivery.body.length; index += 5) {
      const body = Buffer.from(delivery.body);
      body[index] = (body[index] ?? 0) ^ (1 << (index % 8));
      // With fastify-raw-body Fastify's JSON parser runs first, and may reject the changed body.
      expect([400, 401]).toContain((await target.send({ ...delivery, body }))?.status);
    }
    expect(await target.getSeen()).toEqual([]);
  });

  test("a delivery with any character of its signature header changed is rejected", async () => {
    const delivery = signGood();
    const signature = delivery.headers["x-mynth-signature"] ?? "";
    const connection = await target.connect();
    for (let index = 0; index < signature.length; index += 1) {
      const changed = `${signature.slice(0, index)}${signature[index] === "0" ? "1" : "0"}${signature.slice(index + 1)}`;
      await connection.write([formatRequest(withHeaders(delivery, { "x-mynth-signature": changed }))]);
      expect([400, 401]).toContain((await connection.answer())?.status);
    }
    expect(await target.getSeen()).toEqual([]);
  });

  test("two good deliveries with swapped bodies or timestamps are rejected with 401", async () => {
    const [first, second] = [signGood(createTask(), 10), signGood(createTask(), 0)];
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
    expect(await target.getSeen()).toEqual([]);
  });

  test.each([
    { age: 299, status: 200 },
    { age: -298, status: 200 },
    { age: 302, status: 401 },
    { age: -303, status: 401 },
    { age: 86_400, status: 401 },
  ])("a delivery signed $age seconds ago gets $status", async ({ age, status }) => {
    expect((await target.send(signGood(createTask(), age)))?.status).toBe(status);
  });

  test("a signature over the other scheme's message is rejected with 401", async () => {
    const { headers, body } = signBytes(signGood().body);
    const digest = Buffer.from((headers["x-mynth-signature"] ?? "").split("v1=")[1] ?? "", "hex").toString("base64");
    const forged = {
      "webhook-id": "evt_1",
      "webhook-timestamp": `${Math.floor(Date.now() / 1000)}`,
      "webhook-signature": `v1,${digest}`,
    };
    expect((await target.send({ headers: forged, body }))?.status).toBe(401);
    expect(await target.getSeen()).toEqual([]);
  });
});
