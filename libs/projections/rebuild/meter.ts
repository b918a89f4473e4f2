/** How far a fold into a table has come. */
export interface FoldPoint {
  /** The first position that is not in it. */
  readonly position: bigint;
  /** The events read so far. */
  readonly events: bigint;
}

export const NOTHING_FOLDED: FoldPoint = { position: 0n, events: 0n };

/** How far a rebuild or a replay is. */
export interface RebuildProgress {
  readonly position: bigint;
  /** The position at which it will be done; a live model may move it on. */
  readonly target: bigint;
  /** The events folded so far, including those before an interruption. */
  readonly events: bigint;
  /** Since this run began. */
  readonly eventsPerSecond: number;
  /** Milliseconds at the present speed; undefined at the very beginning. */
  readonly estimatedMsLeft: number | undefined;
}

/** Turns points into progress. `nowMs` is any steady clock. */
export class Meter {
  readonly #began: number;
  constructor(
    private readonly start: FoldPoint,
    private readonly nowMs = () => performance.now(),
  ) {
    this.#began = nowMs();
  }

  at({ position, events }: FoldPoint, target: bigint): RebuildProgress {
    const elapsedMs = this.nowMs() - this.#began;
    const covered = Number(position - this.start.position);
    const left = position >= target ? 0 : Number(target - position);
    return {
      position,
      target,
      events,
      eventsPerSecond: elapsedMs <= 0 ? 0 : Math.round((Number(events - this.start.events) * 1_000) / elapsedMs),
      estimatedMsLeft: covered <= 0 || elapsedMs <= 0 ? undefined : Math.round((elapsedMs / covered) * left),
    };
  }
}
