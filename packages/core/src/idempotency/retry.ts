/** In milliseconds. A connection that was cut is open again after the first pauses. */
const [firstPause, longestPause] = [50, 5000];

/**
 * Repeats a call that rejects, with growing pauses, for at most this many milliseconds.
 *
 * @param isFinal whether an error ends the attempts
 * @throws the last error of the call
 */
export async function retry<T>(
  call: () => T | Promise<T>,
  milliseconds: number,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (let pause = firstPause; ; pause = Math.min(pause * 4, longestPause)) {
    try {
      return await call();
    } catch (error) {
      if (isFinal(error) || performance.now() + pause > end) throw error;
    }
    await wait(pause);
  }
}

/** Makes a call whose first answer is already there, or under way. */
export function startWith<T>(first: T, call: () => T): () => T {
  let next = () => {
    next = call;
    return first;
  };
  return () => next();
}

/** Waits a little more or less than this, so that the receivers of a store do not all call it at once. */
function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * (0.75 + Math.random() / 2)));
}
