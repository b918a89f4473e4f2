/**
 * Judges what records say is settled: the first position of the batch in which they were sent, which is a position whose own
 * record says the same. The last two beginnings count, because batches of a send that failed in part may overlap those of the
 * send after it; and so does every position of late whose own word is not known. What it takes for good is true in any case: a
 * settled position below its own is never a promise that was not kept once nothing is missing.
 */
export class BatchStarts {
  #current: bigint | undefined;
  #before: bigint | undefined;
  #doubtful: { readonly from: bigint; readonly to: bigint } | undefined;

  /** Positions come in rising order. False when no batch began at `settled`. */
  isStart(settled: bigint, position: bigint): boolean {
    if (settled === this.#current || settled === this.#before) return true;
    if (settled !== position && !this.#isDoubtful(settled)) {
      this.unknown(position);
      return false;
    }
    this.#before = this.#current;
    this.#current = settled;
    if (this.#doubtful !== undefined && (this.#before ?? -1n) > this.#doubtful.to) this.#doubtful = undefined;
    return true;
  }

  /** The record of this position is not there, or cannot be trusted: a batch may have begun with it. */
  unknown(position: bigint): void {
    this.#doubtful = { from: this.#doubtful?.from ?? position, to: position };
  }

  #isDoubtful(settled: bigint): boolean {
    return this.#doubtful !== undefined && settled >= this.#doubtful.from && settled <= this.#doubtful.to;
  }
}
