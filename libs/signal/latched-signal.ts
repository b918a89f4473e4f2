import { Signal } from './signal.ts';

/** Wakes one waiting loop. It stays raised while it is not awaited: nothing is missed, and several raises count as one. */
export class LatchedSignal {
  readonly #signal = new Signal();
  #raised = false;

  raise(): void {
    this.#raised = true;
    this.#signal.raise();
  }

  /** Resolves when it is raised next (at once where it is), when aborted, or after the time-out; never rejects. Default: no time-out. */
  async wait(abort: AbortSignal, timeoutMs?: number): Promise<void> {
    if (!this.#raised) await this.#signal.next(abort, timeoutMs);
    this.#raised = false;
  }
}
