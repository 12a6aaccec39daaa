/** Waits for a promise for at most this many milliseconds. `onLate` is called with a value that comes later. */
export function withTimeout<T>(promise: Promise<T>, milliseconds: number, onLate?: (value: T) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let settled = false;
    let over = false;
    promise.then(
      async (value) => {
        settled = true;
        clearTimeout(timer);
        resolve(value);
        if (over) await onLate?.(value);
      },
      (error) => {
        settled = true;
        clearTimeout(timer);
        reject(error);
      },
    );
    // A promise that has already settled, such as that of a store in memory, needs no timer, which would cost more.
    queueMicrotask(() => {
      if (settled) return;
      timer = setTimeout(() => {
        over = true;
        reject(new Error(`The store did not respond within ${milliseconds} ms.`));
      }, milliseconds);
    });
  });
}
