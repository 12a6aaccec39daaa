import { expect, test } from "vitest";
import { createTask, formatRequest, signBytes, signGood, withHeaders } from "./deliveries.ts";
import { describeUnderAttack } from "./under-attack.ts";

const bad = [
  () => withHeaders(signGood(), { "x-mynth-signature": "x" }),
  () => ({ ...signGood(), body: signGood().body }),
  () => signBytes("null"),
  () => signGood(createTask(), 400),
];

describeUnderAttack("load and methods", (target) => {
  test("500 concurrent deliveries, four of five bad, each get their own result", { timeout: 30_000 }, async () => {
    const tasks: string[] = [];
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const make = bad[index % 5];
        const task = createTask();
        if (!make) tasks.push(task);
        const answer = await target.send(make ? make() : signGood(task));
        return { good: !make, status: answer?.status ?? 0 };
      }),
    );
    for (const answer of answers) {
      if (answer.good) expect(answer.status).toBe(200);
      else expect([400, 401]).toContain(answer.status);
    }
    expect((await target.getSeen()).toSorted()).toEqual(tasks.toSorted());
  });

  test.each(["PUT", "PATCH", "DELETE"])("a delivery by %s is verified like one by POST", async (method) => {
    const task = createTask();
    expect((await target.send(withHeaders(signGood(), { "x-mynth-signature": "" }), method))?.status).toBe(401);
    expect((await target.send(signGood(task), method))?.status).toBe(200);
    expect(await target.getSeen()).toEqual([task]);
  });

  test.each(["GET", "OPTIONS"])("a %s request without a body passes without an event", async (method) => {
    const { headers } = signGood();
    expect((await target.send({ headers, body: Buffer.alloc(0) }, method))?.status).toBeLessThan(500);
    expect((await target.send({ headers: {}, body: Buffer.alloc(0) }, method))?.status).toBeLessThan(500);
    expect(await target.getSeen()).toEqual([]);
  });

  test.each(["GET", "OPTIONS"])("a %s request with a body is verified, and never a fault of ours", async (method) => {
    const unsigned = await target.send({ headers: {}, body: Buffer.from("x") }, method);
    expect([unsigned?.status, await target.getSeen()]).toEqual([401, []]);
    const task = createTask();
    const signed = await target.send(signGood(task), method);
    // Hono hides the body of a GET, and it is rejected as unreadable.
    expect([
      [200, [task]],
      [400, []],
    ]).toContainEqual([signed?.status, await target.getSeen()]);
  });

  test.each(["PROPFIND", "MKCOL", "LOCK", "TRACE", "SEARCH", "QUERY", "BREW"])(
    "an unsigned %s request runs no handler",
    async (method) => {
      const connection = await target.connect();
      await connection.write([formatRequest({ headers: {}, body: Buffer.from("{}") }, method)]);
      const status = (await connection.answer())?.status ?? 400;
      // 501 is workerd's own response to a method that it does not know.
      expect(status === 501 ? 405 : status).toBeGreaterThanOrEqual(400);
      expect(status === 501 ? 405 : status).toBeLessThan(500);
      expect(await target.getSeen()).toEqual([]);
    },
  );
});
