import { element, label, rounded } from './markup.ts';

const DAY_MS = 86_400_000;

/** Days as places on a line, with a rule for each year. */
export class TimeAxis {
  readonly #from: number;
  readonly #to: number;

  /** From the begin of the first day's year to the end of the last day's. */
  constructor(
    days: readonly string[],
    private readonly left: number,
    private readonly width: number,
  ) {
    const sorted = [...days].sort();
    const [first = '2000', last = first] = [sorted[0], sorted.at(-1)];
    this.#from = Number(first.slice(0, 4));
    this.#to = Number(last.slice(0, 4)) + 1;
  }

  x(day: string): number {
    const [from, to] = [instantOf(this.#from), instantOf(this.#to)];
    const share = (Date.parse(`${day}T00:00:00Z`) - from) / (to - from);
    return rounded(this.left + Math.min(1, Math.max(0, share)) * this.width);
  }

  /** The last day that it shows. */
  get end(): string {
    return new Date(instantOf(this.#to) - DAY_MS).toISOString().slice(0, 10);
  }

  rules(height: number): string {
    const years = Array.from({ length: this.#to - this.#from }, (_, index) => this.#from + index);
    const step = Math.ceil(years.length / 12);
    return years
      .filter((_, index) => index % step === 0)
      .map((year) => {
        const x = this.x(`${String(year)}-01-01`);
        const rule = element('line', { x1: x, x2: x, y1: 0, y2: height - 18, class: 'rule' });
        return rule + label(x + 4, height - 4, String(year), { class: 'small' });
      })
      .join('');
  }
}

function instantOf(year: number): number {
  return Date.UTC(year, 0, 1);
}
