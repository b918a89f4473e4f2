/** Work that shares a key with other work waits until that has ended, in the order in which it came; other work does not wait. */
export class KeyedTurns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves or rejects as the work does. */
  take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.#last.get(key)).filter((turn) => turn !== undefined);
    const turn = Promise.all(before).then(work);
    const ended = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.#last.set(key, ended);
    void ended.then(() => {
      for (const key of keys) if (this.#last.get(key) === ended) this.#last.delete(key);
    });
    return turn;
  }

  /** Resolves once nothing is under way. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
