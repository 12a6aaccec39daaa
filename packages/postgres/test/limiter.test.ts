import { expect, test } from "vitest";
import { Limiter } from "../src/limiter.ts";

/** Creates work that ends when told to. */
function createWork() {
  let end: (value: string) => void = () => {};
  const promise = new Promise<string>((resolve) => {
    end = resolve;
  });
  let hasBegun = false;
  const run = () => {
    hasBegun = true;
    return promise;
  };
  return { run, end: (value: string) => end(value), hasBegun: () => hasBegun };
}

const nextTurn = () => new Promise(setImmediate);

test("a Limiter runs as much work as allowed, and the rest in its order", async () => {
  const limiter = new Limiter(2);
  const works = Array.from({ length: 4 }, createWork);
  const results = works.map(({ run }) => limiter.run(run, undefined));
  await nextTurn();
  expect(works.map(({ hasBegun }) => hasBegun())).toEqual([true, true, false, false]);
  works[1]?.end("second");
  expect(await results[1]).toBe("second");
  expect(works.map(({ hasBegun }) => hasBegun())).toEqual([true, true, true, false]);
  for (const [index, { end }] of works.entries()) end(`work ${index}`);
  expect(await Promise.all(results)).toEqual(["work 0", "second", "work 2", "work 3"]);
});

test("a Limiter goes on after work that fails", async () => {
  const limiter = new Limiter(1);
  await expect(limiter.run(() => Promise.reject(new Error("down")), undefined)).rejects.toThrow("down");
  const throwing = () => {
    throw new Error("down");
  };
  await expect(limiter.run(throwing, undefined)).rejects.toThrow("down");
  expect(await limiter.run(async () => "value", undefined)).toBe("value");
});

test("a Limiter drops waiting work whose signal aborts", async () => {
  const limiter = new Limiter(1);
  const [first, dropped, last] = [createWork(), createWork(), createWork()];
  const running = limiter.run(first.run, undefined);
  const controller = new AbortController();
  const rejection = expect(limiter.run(dropped.run, controller.signal)).rejects.toThrow("too late");
  const waiting = limiter.run(last.run, undefined);
  controller.abort(new Error("too late"));
  await rejection;
  first.end("first");
  last.end("last");
  expect(await Promise.all([running, waiting])).toEqual(["first", "last"]);
  expect(dropped.hasBegun()).toBe(false);
});

test("a Limiter does not wait for work that never ends, once its signal aborts", async () => {
  const limiter = new Limiter(1);
  const controller = new AbortController();
  const hanging = createWork();
  const late = limiter.run(hanging.run, controller.signal);
  const next = limiter.run(async () => "next", undefined);
  await nextTurn();
  controller.abort();
  expect(await next).toBe("next");
  // Its turn is given only once.
  hanging.end("late");
  expect(await late).toBe("late");
  const [one, other] = [createWork(), createWork()];
  void limiter.run(one.run, undefined);
  void limiter.run(other.run, undefined);
  await nextTurn();
  expect([one.hasBegun(), other.hasBegun()]).toEqual([true, false]);
});
