/** How far long work is, with the time that is left if the rest goes on at the rate of what is done. */
export class Progress {
  readonly #began: number;

  constructor(
    private readonly of: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#began = now();
  }

  /** At the begin of a step: ` 3/17  ~12 s left`. Of the first step nobody knows. */
  at(number: number): string {
    const done = number - 1;
    const width = String(this.of).length;
    const place = `${String(number).padStart(width)}/${String(this.of)}`;
    if (done === 0) return `${place}            `;
    const left = ((this.now() - this.#began) / done) * (this.of - done);
    return `${place}  ~${String(Math.ceil(left / 1_000)).padStart(3)} s left`;
  }

  /** Whole seconds since its begin. */
  seconds(): string {
    return String(Math.round((this.now() - this.#began) / 1_000));
  }
}
