export type ReconcilePhase = 'topics' | 'ledger' | 'repair';

/** How far a phase is. */
export interface ReconcileProgress {
  readonly phase: ReconcilePhase;
  readonly position: number;
  /** What is expected: topics may hold more records than the ledger has positions. */
  readonly target: number;
  readonly eventsPerSecond: number;
  /** Milliseconds, if it goes on as fast as so far; undefined at the very beginning. */
  readonly estimatedMsLeft: number | undefined;
}

/** Counts the events of one phase. `nowMs` is any steady clock. */
export class Meter {
  readonly #began: number;
  #done = 0;

  constructor(
    private readonly phase: ReconcilePhase,
    private readonly target: number,
    private readonly nowMs: () => number,
  ) {
    this.#began = nowMs();
  }

  advance(events: number): ReconcileProgress {
    this.#done += events;
    const elapsedMs = this.nowMs() - this.#began;
    const target = Math.max(this.target, this.#done);
    const rated = elapsedMs > 0 && this.#done > 0;
    return {
      phase: this.phase,
      position: this.#done,
      target,
      eventsPerSecond: rated ? Math.round((this.#done * 1_000) / elapsedMs) : 0,
      estimatedMsLeft: rated ? Math.round((elapsedMs / this.#done) * (target - this.#done)) : undefined,
    };
  }
}
