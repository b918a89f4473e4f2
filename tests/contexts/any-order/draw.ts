import { addDays, calendarDate, type CalendarDate } from '#libs/kernel';

const FIRST = calendarDate('2007-01-01');

const DAYS = Array.from({ length: 6_300 }, (_each, number) => addDays(FIRST, number));

/** A day by its number: 0 is the first one of all histories. @throws RangeError */
export function dayOf(number: number): CalendarDate {
  const day = DAYS[number];
  if (day === undefined) throw new RangeError(`no day of a history: ${String(number)}`);
  return day;
}

/** Choices out of drawn numbers, one after the other: where these are noughts, every choice is the first one and nothing happens. */
export class Draw {
  #next = 0;
  readonly #taken: Set<number>;

  /** @param kept Days that nothing is drawn for: what falls on them is said. */
  constructor(
    private readonly numbers: readonly number[],
    kept: readonly number[] = [],
  ) {
    this.#taken = new Set(kept);
  }

  /** One of so many, from nought on. */
  below(count: number): number {
    const drawn = this.numbers[this.#next % this.numbers.length] ?? 0;
    this.#next += 1;
    return drawn % count;
  }

  /** Whether something is so, in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  one<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** The number of a day from one on and before another, that no other fact of the history has. */
  day(from: number, before: number): number {
    const span = before - from;
    const start = this.below(span);
    for (let step = 0; step < span; step += 1) {
      const day = from + ((start + step) % span);
      if (this.#taken.has(day)) continue;
      this.#taken.add(day);
      return day;
    }
    throw new RangeError(`there is no day left between ${dayOf(from)} and ${dayOf(before)}`);
  }

  /** A day on which something ends: in some cases the given one, if it lies between, on which several things may end. */
  end(from: number, before: number, same: number): number {
    return from <= same && same < before && this.chance(12) ? same : this.day(from, before);
  }

  /** So many of them, rising. */
  days(count: number, from: number, before: number): readonly number[] {
    return Array.from({ length: count }, () => this.day(from, before)).toSorted((a, b) => a - b);
  }
}
