import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bodyLimit, chunked, good, head, newTask, signedBytes, whole, withHeaders } from "./deliveries.ts";
import { describeUnderAttack, expectRefusal } from "./under-attack.ts";

const oversize = signedBytes(Buffer.alloc(bodyLimit * 8, " "));

describeUnderAttack("bodies that come in odd ways", (target) => {
  test.each([
    { what: "in chunks", pieces: (task: string) => chunked(good(task), 100), pause: 0 },
    { what: "in chunks of one byte", pieces: (task: string) => chunked(good(task), 1), pause: 0 },
    {
      what: "one byte at a time",
      pieces: (task: string) => [...whole(good(task))].map((byte) => Buffer.from([byte])),
      pause: 0,
    },
    { what: "dripping", pieces: (task: string) => chunked(good(task), 40), pause: 10 },
    { what: "long after its head", pieces: (task: string) => [head(good(task)), good(task).body], pause: 100 },
  ])("a good delivery $what is delivered", async ({ pieces, pause }) => {
    const task = newTask();
    const connection = await target.connect();
    await connection.write(pieces(task), pause);
    expect((await connection.answer())?.status).toBe(200);
    expect(target.seen).toEqual([task]);
  });

  test("one that asks first whether to go on is told to, and delivered", async () => {
    const delivery = good();
    const connection = await target.connect();
    await connection.write([head(delivery, { extra: "expect: 100-continue\r\n" })]);
    await connection.write([delivery.body], 20);
    expect((await connection.answer())?.status).toBe(200);
  });

  test.each([
    { what: "no content type", type: "" },
    { what: "two content types", type: "application/json, text/plain" },
    { what: "a charset that is not", type: "application/json; charset=klingon" },
    { what: "a form's", type: "application/x-www-form-urlencoded" },
    { what: "a multipart one without a boundary", type: "multipart/form-data" },
    { what: "no type at all", type: ";;;" },
  ])("with $what it is delivered, and refused when tampered with", async ({ type }) => {
    const { "content-type": _, ...headers } = good().headers;
    const delivery = { ...good(), ...(type ? { headers: { ...good().headers, "content-type": type } } : { headers }) };
    expect((await target.send({ ...delivery, ...signedLike(delivery) }))?.status).toBe(200);
    const tampered = { ...delivery, body: Buffer.from("{}") };
    expect((await target.send(tampered))?.status).toBe(401);
  });

  test.each([
    { what: "half way", part: 0.5 },
    { what: "after the head", part: 0 },
    { what: "a byte before its end", part: 0.999 },
  ])("one that is broken off $what does no harm", async ({ part }) => {
    const delivery = good();
    const connection = await target.connect();
    await connection.write([head(delivery), delivery.body.subarray(0, Math.floor(delivery.body.length * part))], 20);
    connection.destroy();
    await connection.untilClosed();
    expect(target.seen).toEqual([]);
  });

  test("one whose end is cut off in the middle of a chunk does no harm", async () => {
    const connection = await target.connect();
    await connection.write(chunked(good(), 100).slice(0, -2), 5);
    connection.destroy();
    await connection.untilClosed();
    expect(target.seen).toEqual([]);
  });

  test("a length that is too short has the rest taken for another request, and neither handled", async () => {
    const delivery = good();
    const connection = await target.connect();
    await connection.write([head(delivery, { length: "10" }), delivery.body]);
    expect([400, 401]).toContain((await connection.answer())?.status);
    expect((await connection.answer())?.status ?? 400).toBe(400);
    expect(target.seen).toEqual([]);
  });

  test.each([
    { what: "a negative length", length: "-1" },
    { what: "a length in words", length: "many" },
    { what: "a length beyond all numbers", length: "9".repeat(30) },
    { what: "two lengths", length: "5\r\ncontent-length: 6" },
    { what: "a length and chunks", length: "5\r\ntransfer-encoding: chunked" },
  ])("$what is refused", async ({ length }) => {
    const connection = await target.connect();
    await connection.write([head(good(), { length }), "x"]);
    const answer = await connection.answer();
    expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
    expect(answer?.status ?? 400).toBeLessThan(500);
    expect(target.seen).toEqual([]);
  });

  test.each([
    {
      what: "compressed on the way",
      delivery: () => ({ ...withHeaders(good(), { "content-encoding": "gzip" }), body: gzipSync(good().body) }),
    },
    {
      what: "a bomb of zeros",
      delivery: () => withHeaders(signedBytes(gzipSync(Buffer.alloc(10_000_000))), { "content-encoding": "gzip" }),
    },
    { what: "in an encoding that is not", delivery: () => withHeaders(good(), { "content-encoding": "klingon" }) },
  ])("one that is $what is refused", async ({ delivery }) => {
    const connection = await target.connect();
    await connection.write([whole(delivery())]);
    await expectRefusal(connection, target, [413, 415]);
  });

  test("one over the limit is refused, its answer read in full, when its length says so", async () => {
    const connection = await target.connect();
    await connection.write([whole(oversize)]);
    await expectRefusal(connection, target, [413]);
  });

  test("one over the limit is refused when nothing says how long it is", async () => {
    const connection = await target.connect();
    await connection.write(chunked(oversize, 1000));
    await expectRefusal(connection, target, [413]);
  });

  test("one over the limit that claims to be short is cut at what it claims", async () => {
    const connection = await target.connect();
    await connection.write([head(oversize, { length: "100" }), oversize.body]);
    expect([400, 401]).toContain((await connection.answer())?.status);
    expect(target.seen).toEqual([]);
  });

  test("a good one right behind a bad one on the same connection is delivered, or the connection closed", async () => {
    const task = newTask();
    const connection = await target.connect();
    const bad = withHeaders(good(), { "x-mynth-signature": "t=1,v1=x" });
    await connection.write([Buffer.concat([whole(bad), whole(good(task))])]);
    expect((await connection.answer())?.status).toBe(400);
    const next = await connection.answer();
    if (next === undefined) return expect(target.seen).toEqual([]);
    expect(next.status).toBe(200);
    expect(target.seen).toEqual([task]);
  });

  test("twenty on one connection, every other one bad, are told apart", async () => {
    const connection = await target.connect();
    const tasks = Array.from({ length: 10 }, newTask);
    for (const task of tasks) {
      await connection.write([whole(good(task))]);
      expect((await connection.answer())?.status).toBe(200);
      await connection.write([whole({ ...good(), body: good().body })]);
      expect((await connection.answer())?.status).toBe(401);
    }
    expect(target.seen).toEqual(tasks);
  });
});

/** Headers and body that fit each other again. */
function signedLike(delivery: { headers: Readonly<Record<string, string>>; body: Buffer }) {
  const signed = signedBytes(delivery.body);
  const { "content-type": _, ...rest } = signed.headers;
  return { headers: { ...delivery.headers, ...rest }, body: delivery.body };
}
