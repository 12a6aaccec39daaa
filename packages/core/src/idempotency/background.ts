/** The work of a receiver that goes on after the response, such as a record that is retried. */
export class Background {
  readonly #pending = new Set<Promise<unknown>>();

  /** Adds a promise that never rejects. */
  add(work: Promise<unknown>): void {
    this.#pending.add(work);
    void work.then(() => this.#pending.delete(work));
  }

  /** Resolves when no work is left, including work that is added in the meantime. */
  async drain(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }
}
