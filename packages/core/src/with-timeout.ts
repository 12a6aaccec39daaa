/**
 * Waits for a promise no longer than this, in milliseconds. What comes too late is handed to `late`.
 */
export function withTimeout<T>(promise: Promise<T>, milliseconds: number, late?: (value: T) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(new Error(`No answer came within ${milliseconds} ms.`));
    }, milliseconds);
    promise.then(
      async (value) => {
        clearTimeout(timer);
        resolve(value);
        if (over) await late?.(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
