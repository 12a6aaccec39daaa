/**
 * Waits for a promise no longer than this, in milliseconds. What comes too late is handed to `late`.
 */
export function withTimeout<T>(promise: Promise<T>, milliseconds: number, late?: (value: T) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let settled = false;
    let over = false;
    promise.then(
      async (value) => {
        settled = true;
        clearTimeout(timer);
        resolve(value);
        if (over) await late?.(value);
      },
      (error) => {
        settled = true;
        clearTimeout(timer);
        reject(error);
      },
    );
    // Behind an answer that is there already, as that of a store in memory, for which no timer is worth its while.
    queueMicrotask(() => {
      if (settled) return;
      timer = setTimeout(() => {
        over = true;
        reject(new Error(`No answer came within ${milliseconds} ms.`));
      }, milliseconds);
    });
  });
}
