import { Signal } from '#libs/signal';

/** Wakes one waiting loop. It stays raised while it is not awaited: nothing is missed, and several raises count as one. */
export class LatchedSignal {
  readonly #signal = new Signal();
  #raised = false;

  raise(): void {
    this.#raised = true;
    this.#signal.raise();
  }

  /** Resolves when it is raised next (at once where it is), after the time-out, or when aborted. */
  async wait(timeoutMs: number, abort: AbortSignal): Promise<void> {
    if (!this.#raised) await this.#signal.next(abort, timeoutMs);
    this.#raised = false;
  }
}
