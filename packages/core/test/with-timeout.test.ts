import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { StoreTimeoutError, withTimeout } from "../src/idempotency/with-timeout.ts";

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
    await expect(withTimeout(async () => "value", 100)).resolves.toBe("value");
    await expect(withTimeout(() => Promise.reject(down), 100)).rejects.toBe(down);
    await nextTurn();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("sets one timer while it waits, and clears it once the promise resolves", async () => {
    const result = withTimeout(() => afterTime(99, () => "value"), 100);
    await nextTurn();
    expect(vi.getTimerCount()).toBe(2);
    await vi.advanceTimersByTimeAsync(99);
    await expect(result).resolves.toBe("value");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("clears its timer once the promise rejects, and passes the error on", async () => {
    const result = withTimeout(() => afterTime(99, fail), 100);
    const rejected = expect(result).rejects.toBe(down);
    await vi.advanceTimersByTimeAsync(99);
    await rejected;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("rejects when the time is over, and not a millisecond earlier", async () => {
    const onEnd = vi.fn();
    withTimeout(() => new Promise(() => {}), 100).catch(onEnd);
    await vi.advanceTimersByTimeAsync(99);
    expect(onEnd).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onEnd.mock.calls).toEqual([[expect.any(StoreTimeoutError)]]);
    expect(onEnd.mock.calls[0]?.[0].message).toBe("The store did not respond within 100 ms.");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("rejects with an error that has the late call, and does not show it in a log", async () => {
    const late = afterTime(101, () => "value");
    const result = withTimeout(() => late, 100);
    const rejected = expect(result).rejects.toBeInstanceOf(StoreTimeoutError);
    await vi.advanceTimersByTimeAsync(101);
    await rejected;
    const error: unknown = await result.catch((error: unknown) => error);
    if (!(error instanceof StoreTimeoutError)) return expect.fail();
    expect(await error.late).toBe("value");
    expect(inspect(error)).not.toContain("late");
  });

  test("causes no unhandled rejection by an error that came late", async () => {
    const onUnhandled = vi.fn();
    process.on("unhandledRejection", onUnhandled);
    withTimeout(() => afterTime(101, fail), 100).catch(() => {});
    await vi.advanceTimersByTimeAsync(200);
    await nextTurn();
    process.off("unhandledRejection", onUnhandled);
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  test("aborts its signal with its error when the time is over, and not if the call ends before", async () => {
    const signals: AbortSignal[] = [];
    const watch = <T>(result: Promise<T>) =>
      withTimeout(({ signal }) => {
        signals.push(signal);
        return result;
      }, 100);
    const over = watch(new Promise(() => {})).catch((error: unknown) => error);
    await watch(Promise.resolve());
    await vi.advanceTimersByTimeAsync(100);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(signals[0]?.reason).toBe(await over);
  });
});
