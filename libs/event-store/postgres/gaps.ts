/** A range of sequence numbers that were not seen, both ends included. */
export interface Gap {
  readonly start: bigint;
  readonly end: bigint;
  /** Any transaction that could still fill it has a lower id than this. */
  readonly horizon: bigint;
}

/**
 * The numbers below the highest that was read which had no event yet: still uncommitted, or rolled back. Ranges, because
 * a group that was rolled back leaves its numbers side by side.
 */
export class Gaps {
  #gaps: readonly Gap[] = [];

  get all(): readonly Gap[] {
    return this.#gaps;
  }

  add(starts: readonly bigint[], ends: readonly bigint[], horizon: bigint): void {
    const found = starts.map((start, index) => ({ start, end: ends[index] ?? start, horizon }));
    this.#gaps = [...this.#gaps, ...found];
  }

  /** Takes out numbers whose events have appeared. */
  fill(filled: readonly bigint[]): void {
    for (const seq of filled) this.#gaps = this.#gaps.flatMap((gap) => without(gap, seq));
  }

  /** Takes out gaps that can no longer be filled: every transaction below `xmin` had ended before the gaps were looked at. */
  forget(xmin: bigint): void {
    this.#gaps = this.#gaps.filter(({ horizon }) => horizon > xmin);
  }

  /** Everything below this number is settled, unless nothing is open. */
  get lowest(): bigint | undefined {
    return this.#gaps.reduce<bigint | undefined>(
      (low, { start }) => (low === undefined || start < low ? start : low),
      undefined,
    );
  }
}

function without(gap: Gap, seq: bigint): readonly Gap[] {
  if (seq < gap.start || seq > gap.end) return [gap];
  const before = { ...gap, end: seq - 1n };
  const after = { ...gap, start: seq + 1n };
  return [before, after].filter(({ start, end }) => start <= end);
}
