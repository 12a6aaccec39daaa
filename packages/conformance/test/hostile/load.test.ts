import { expect, test } from "vitest";
import { good, newTask, signedBytes, whole, withHeaders } from "./deliveries.ts";
import { describeUnderAttack } from "./under-attack.ts";

const bad = [
  () => withHeaders(good(), { "x-mynth-signature": "x" }),
  () => ({ ...good(), body: good().body }),
  () => signedBytes("null"),
  () => good(newTask(), 400),
];

describeUnderAttack("many at once, and every method", (target) => {
  test("500 at the same time, four of five bad, are told apart", { timeout: 30_000 }, async () => {
    const tasks: string[] = [];
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const make = bad[index % 5];
        const task = newTask();
        if (!make) tasks.push(task);
        const answer = await target.send(make ? make() : good(task));
        return { good: !make, status: answer?.status ?? 0 };
      }),
    );
    for (const answer of answers) {
      if (answer.good) expect(answer.status).toBe(200);
      else expect([400, 401]).toContain(answer.status);
    }
    expect(target.seen.toSorted()).toEqual(tasks.toSorted());
  });

  test.each(["PUT", "PATCH", "DELETE"])("%s is verified like POST", async (method) => {
    const task = newTask();
    expect((await target.send(withHeaders(good(), { "x-mynth-signature": "" }), method))?.status).toBe(401);
    expect((await target.send(good(task), method))?.status).toBe(200);
    expect(target.seen).toEqual([task]);
  });

  test.each(["GET", "OPTIONS"])("%s passes without an event, signed or not, and with a body too", async (method) => {
    expect((await target.send(good(), method))?.status).toBeLessThan(500);
    expect((await target.send({ headers: {}, body: Buffer.from("x") }, method))?.status).toBeLessThan(500);
    expect(target.seen).toEqual([]);
  });

  test.each(["PROPFIND", "MKCOL", "LOCK", "TRACE", "SEARCH", "QUERY", "BREW"])("%s is no way round", async (method) => {
    const connection = await target.connect();
    await connection.write([whole({ headers: {}, body: Buffer.from("{}") }, method)]);
    const status = (await connection.answer())?.status ?? 400;
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(target.seen).toEqual([]);
  });
});
