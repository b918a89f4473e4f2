import { StoreUnavailable } from './errors.ts';

/** Tells readers that the ledger has grown. It keeps one number, whatever the number of events or readers. */
export class HeadSignal {
  #head = 0n;
  #closed = false;
  readonly #waiting = new Set<() => void>();

  /** The number of positions that are known to be there; there may be more. */
  get head(): bigint {
    return this.#head;
  }

  /** True while somebody waits for the ledger to grow. */
  get awaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** A lower head than the known one changes nothing. */
  raise(head: bigint): void {
    if (head <= this.#head) return;
    this.#head = head;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Resolves once a position is there, or when aborted. @throws StoreUnavailable when the store is closed */
  async reached(position: bigint, signal: AbortSignal | undefined): Promise<void> {
    while (this.#head <= position && signal?.aborted !== true) {
      if (this.#closed) throw new StoreUnavailable('the store was closed');
      await this.#change(signal);
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
