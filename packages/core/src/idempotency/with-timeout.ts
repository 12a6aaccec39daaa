import { isThenable } from "../and-then.ts";
import type { StoreCallOptions } from "./idempotency-store.ts";

/** A signal that exists once somebody reads it: creating one costs more than the HMAC of a small body. */
class LazySignal implements StoreCallOptions {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#controller?.abort(reason);
  }
}

/** Rejects a call that took too long. It is also the reason of the call's signal. */
export class StoreTimeoutError extends Error {
  /** The call, which is still pending. It rejects with this error if the store dropped its command. */
  readonly late: Promise<unknown>;

  constructor(milliseconds: number, late: Promise<unknown>) {
    super(`The store did not respond within ${milliseconds} ms.`);
    // A log prints an error's fields.
    Object.defineProperty(this, "late", { enumerable: false });
    this.late = late;
  }
}

/**
 * Waits for a call of the store for at most this many milliseconds, then aborts its signal. An answer without a promise
 * is returned as it is.
 *
 * @throws {StoreTimeoutError} when the time is over
 */
export function withTimeout<T>(call: (options: StoreCallOptions) => T, milliseconds: number): T | Promise<Awaited<T>> {
  const lazy = new LazySignal();
  const answer = call(lazy);
  if (!isThenable(answer)) return answer;
  const promise = Promise.resolve(answer);
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isSettled = false;
    promise.then(
      (value) => {
        isSettled = true;
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        isSettled = true;
        clearTimeout(timer);
        reject(error);
      },
    );
    // A promise that has already settled needs no timer, which would cost more.
    queueMicrotask(() => {
      if (isSettled) return;
      timer = setTimeout(() => {
        const error = new StoreTimeoutError(milliseconds, promise);
        reject(error);
        lazy.abort(error);
      }, milliseconds);
    });
  });
}
