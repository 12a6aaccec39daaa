/** Limits how many statements run at a time. Others wait here, where they can be dropped. */
export class Limiter {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(limit: number) {
    this.#free = limit;
  }

  /**
   * Runs work when it is its turn. Work that is not done when the signal aborts no longer counts: a client may never
   * answer a statement whose connection was cut.
   *
   * @throws the signal's reason if it aborts before the work has begun
   */
  async run<Value>(work: () => PromiseLike<Value>, signal: AbortSignal | undefined): Promise<Value> {
    await this.#waitForTurn(signal);
    let isOver = false;
    const giveTurn = () => {
      if (isOver) return;
      isOver = true;
      const [next] = this.#waiting;
      if (next === undefined) this.#free += 1;
      else next();
    };
    signal?.addEventListener("abort", giveTurn, { once: true });
    try {
      return await work();
    } finally {
      giveTurn();
      signal?.removeEventListener("abort", giveTurn);
    }
  }

  #waitForTurn(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const begin = () => {
        this.#waiting.delete(begin);
        signal?.removeEventListener("abort", drop);
        resolve();
      };
      const drop = () => {
        this.#waiting.delete(begin);
        reject(signal?.reason);
      };
      this.#waiting.add(begin);
      signal?.addEventListener("abort", drop, { once: true });
    });
  }
}
