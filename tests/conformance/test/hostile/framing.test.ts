import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  bodyLimit,
  createTask,
  formatChunks,
  formatHead,
  formatRequest,
  signBytes,
  signGood,
  withHeaders,
} from "./deliveries.ts";
import { describeUnderAttack, expectRejection } from "./under-attack.ts";

const oversize = signBytes(Buffer.alloc(bodyLimit * 8, " "));

describeUnderAttack("odd framing", (target) => {
  for (const { what, pieces, pause } of [
    { what: "in chunks", pieces: (task: string) => formatChunks(signGood(task), 100), pause: 0 },
    { what: "in chunks of one byte", pieces: (task: string) => formatChunks(signGood(task), 1), pause: 0 },
    {
      what: "one byte at a time",
      pieces: (task: string) => [...formatRequest(signGood(task))].map((byte) => Buffer.from([byte])),
      pause: 0,
    },
    { what: "in slow chunks", pieces: (task: string) => formatChunks(signGood(task), 40), pause: 10 },
    {
      what: "with its body long after its head",
      pieces: (task: string) => [formatHead(signGood(task)), signGood(task).body],
      pause: 100,
    },
  ]) {
    test(`a good delivery sent ${what} is accepted`, async () => {
      const task = createTask();
      const connection = await target.connect();
      await connection.write(pieces(task), pause);
      expect((await connection.answer())?.status).toBe(200);
      expect(await target.getSeen()).toEqual([task]);
    });
  }

  test("a delivery with Expect: 100-continue is accepted", async () => {
    const delivery = signGood();
    const connection = await target.connect();
    await connection.write([formatHead(delivery, { extra: "expect: 100-continue\r\n" })]);
    await connection.write([delivery.body], 20);
    expect((await connection.answer())?.status).toBe(200);
  });

  for (const { what, type } of [
    { what: "no content type", type: "" },
    { what: "two content types", type: "application/json, text/plain" },
    { what: "an unknown charset", type: "application/json; charset=klingon" },
    { what: "a form's content type", type: "application/x-www-form-urlencoded" },
    { what: "a multipart content type without a boundary", type: "multipart/form-data" },
    { what: "an invalid content type", type: ";;;" },
  ]) {
    test(`a delivery with ${what} is accepted, and rejected with 401 if it is tampered with`, async () => {
      const { "content-type": _, ...headers } = signGood().headers;
      const delivery = {
        ...signGood(),
        ...(type ? { headers: { ...signGood().headers, "content-type": type } } : { headers }),
      };
      expect((await target.send({ ...delivery, ...signAgain(delivery) }))?.status).toBe(200);
      const tampered = { ...delivery, body: Buffer.from("{}") };
      expect((await target.send(tampered))?.status).toBe(401);
    });
  }

  for (const { what, part } of [
    { what: "in the middle of its body", part: 0.5 },
    { what: "after its head", part: 0 },
    { what: "a byte before its end", part: 0.999 },
  ]) {
    test(`a delivery that is cut off ${what} runs no handler`, async () => {
      const delivery = signGood();
      const connection = await target.connect();
      await connection.write(
        [formatHead(delivery), delivery.body.subarray(0, Math.floor(delivery.body.length * part))],
        20,
      );
      connection.destroy();
      await connection.untilClosed();
      expect(await target.getSeen()).toEqual([]);
    });
  }

  test("a delivery that is cut off in the middle of a chunk runs no handler", async () => {
    const connection = await target.connect();
    await connection.write(formatChunks(signGood(), 100).slice(0, -2), 5);
    connection.destroy();
    await connection.untilClosed();
    expect(await target.getSeen()).toEqual([]);
  });

  test("a delivery with a length that is too short is rejected, and so is the rest of its body", async () => {
    const delivery = signGood();
    const connection = await target.connect();
    await connection.write([formatHead(delivery, { length: "10" }), delivery.body]);
    expect([400, 401]).toContain((await connection.answer())?.status);
    if (!target.keepsOpen) expect((await connection.answer())?.status ?? 400).toBe(400);
    expect(await target.getSeen()).toEqual([]);
  });

  for (const { what, length } of [
    { what: "a negative length", length: "-1" },
    { what: "a length that is not a number", length: "many" },
    { what: "a length above the largest number", length: "9".repeat(30) },
    { what: "two lengths", length: "5\r\ncontent-length: 6" },
    { what: "a length and chunks", length: "5\r\ntransfer-encoding: chunked" },
  ]) {
    test(`a delivery with ${what} is rejected with a 4xx`, async () => {
      const connection = await target.connect();
      await connection.write([formatHead(signGood(), { length }), "x"]);
      const answer = await connection.answer();
      expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
      expect(answer?.status ?? 400).toBeLessThan(500);
      expect(await target.getSeen()).toEqual([]);
    });
  }

  for (const { what, delivery } of [
    {
      what: "with a body compressed after signing",
      delivery: () => ({ ...withHeaders(signGood(), { "content-encoding": "gzip" }), body: gzipSync(signGood().body) }),
    },
    {
      what: "that is a decompression bomb",
      delivery: () => withHeaders(signBytes(gzipSync(Buffer.alloc(10_000_000))), { "content-encoding": "gzip" }),
    },
    { what: "with an unknown encoding", delivery: () => withHeaders(signGood(), { "content-encoding": "klingon" }) },
  ]) {
    test(`a delivery ${what} is rejected with 413 or 415`, async () => {
      const connection = await target.connect();
      await connection.write([formatRequest(delivery())]);
      await expectRejection(connection, target, [413, 415]);
    });
  }

  test("a delivery with a length above the limit is rejected with 413, and the whole answer arrives", async () => {
    const connection = await target.connect();
    await connection.write([formatRequest(oversize)]);
    await expectRejection(connection, target, [413]);
  });

  test("a delivery above the limit without a length is rejected with 413", async () => {
    const connection = await target.connect();
    await connection.write(formatChunks(oversize, 1000));
    await expectRejection(connection, target, [413]);
  });

  test("a delivery above the limit with a short length is cut off at that length and rejected", async () => {
    const connection = await target.connect();
    await connection.write([formatHead(oversize, { length: "100" }), oversize.body]);
    expect([400, 401]).toContain((await connection.answer())?.status);
    expect(await target.getSeen()).toEqual([]);
  });

  test("a good delivery after a bad one on the same connection is accepted, or the connection is closed", async () => {
    const task = createTask();
    const connection = await target.connect();
    const bad = withHeaders(signGood(), { "x-mynth-signature": "t=1,v1=x" });
    await connection.write([Buffer.concat([formatRequest(bad), formatRequest(signGood(task))])]);
    expect((await connection.answer())?.status).toBe(400);
    const next = await connection.answer();
    if (next === undefined) return expect(await target.getSeen()).toEqual([]);
    expect(next.status).toBe(200);
    expect(await target.getSeen()).toEqual([task]);
  });

  test("good and bad deliveries on one connection each get their own result", async () => {
    const connection = await target.connect();
    const tasks = Array.from({ length: 10 }, createTask);
    for (const task of tasks) {
      await connection.write([formatRequest(signGood(task))]);
      expect((await connection.answer())?.status).toBe(200);
      await connection.write([formatRequest({ ...signGood(), body: signGood().body })]);
      expect((await connection.answer())?.status).toBe(401);
    }
    expect(await target.getSeen()).toEqual(tasks);
  });
});

/** Signs a delivery again and keeps its other headers. */
function signAgain(delivery: { headers: Readonly<Record<string, string>>; body: Buffer }) {
  const signed = signBytes(delivery.body);
  const { "content-type": _, ...rest } = signed.headers;
  return { headers: { ...delivery.headers, ...rest }, body: delivery.body };
}
