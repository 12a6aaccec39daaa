import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withTimeout } from "../src/idempotency/with-timeout.ts";

const down = new Error("down");

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** Lets every pending promise settle. */
const nextTurn = () => new Promise(setImmediate);

const afterTime = <T>(milliseconds: number, act: () => T) =>
  new Promise<T>((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(act());
      } catch (error) {
        reject(error);
      }
    }, milliseconds);
  });
const fail = () => {
  throw down;
};

describe("withTimeout", () => {
  test("sets no timer for a promise that has already settled", async () => {
    await expect(withTimeout(Promise.resolve("value"), 100)).resolves.toBe("value");
    await expect(withTimeout(Promise.reject(down), 100)).rejects.toBe(down);
    await nextTurn();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("sets one timer while it waits, and clears it once the promise resolves", async () => {
    const result = withTimeout(
      afterTime(99, () => "value"),
      100,
    );
    await nextTurn();
    expect(vi.getTimerCount()).toBe(2);
    await vi.advanceTimersByTimeAsync(99);
    await expect(result).resolves.toBe("value");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("clears its timer once the promise rejects, and passes the error on", async () => {
    const result = withTimeout(afterTime(99, fail), 100);
    const rejected = expect(result).rejects.toBe(down);
    await vi.advanceTimersByTimeAsync(99);
    await rejected;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("rejects when the time is over, and not a millisecond earlier", async () => {
    const onEnd = vi.fn();
    withTimeout(new Promise(() => {}), 100).catch(onEnd);
    await vi.advanceTimersByTimeAsync(99);
    expect(onEnd).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onEnd.mock.calls).toEqual([[new Error("The store did not respond within 100 ms.")]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    { what: "a value that came at once", time: 0, calls: [] },
    { what: "a value that came in time", time: 99, calls: [] },
    { what: "a value that came late", time: 101, calls: [["value"]] },
  ])("calls onLate with $calls for $what", async ({ time, calls }) => {
    const onLate = vi.fn();
    const promise = time === 0 ? Promise.resolve("value") : afterTime(time, () => "value");
    withTimeout(promise, 100, onLate).catch(() => {});
    await vi.advanceTimersByTimeAsync(200);
    await nextTurn();
    expect(onLate.mock.calls).toEqual(calls);
  });

  test("does not call onLate for an error that came late", async () => {
    const onLate = vi.fn();
    withTimeout(afterTime(101, fail), 100, onLate).catch(() => {});
    await vi.advanceTimersByTimeAsync(200);
    await nextTurn();
    expect(onLate).not.toHaveBeenCalled();
  });
});
