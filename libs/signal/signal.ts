/** Wakes those who wait for a change. It carries no news: each of them looks for itself. */
export class Signal {
  readonly #waiting = new Set<() => void>();

  /** True while somebody waits. */
  get awaited(): boolean {
    return this.#waiting.size > 0;
  }

  raise(): void {
    for (const done of [...this.#waiting]) done();
  }

  /** Resolves when it is raised next, when aborted, or after the time-out; never rejects. Default: no time-out. */
  async next(abort: AbortSignal | undefined, timeoutMs?: number): Promise<void> {
    if (abort?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        abort?.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs);
      abort?.addEventListener('abort', done, { once: true });
      this.#waiting.add(done);
    });
  }
}
