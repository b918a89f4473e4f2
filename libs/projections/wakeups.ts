/** Wakes whoever waits for something that may have happened. It carries no news: the waiter looks for itself. */
export class Wakeups {
  readonly #waiting = new Set<() => void>();

  wake(): void {
    for (const done of [...this.#waiting]) done();
  }

  /** Resolves at the next wake-up, after so many milliseconds, or when aborted; never rejects. */
  async next(atMostMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, atMostMs);
      signal?.addEventListener('abort', done, { once: true });
      this.#waiting.add(done);
    });
  }
}
