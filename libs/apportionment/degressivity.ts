import type { Figure } from './input.ts';
import { readFigure } from './weights.ts';

export interface Represented {
  readonly unit: string;
  readonly people: Figure;
  readonly seats: number;
}

/** Two units of which the larger one is favoured. */
export interface DegressivityBreach {
  readonly larger: string;
  readonly smaller: string;
  /**
   * - `fewer-seats`: the larger unit has fewer seats;
   * - `fewer-people-per-seat`: a seat of the larger unit stands for fewer people, more than rounding to whole seats explains;
   * - `by-rounding`: it does, but seats before rounding, less than a whole seat away, need not have.
   */
  readonly kind: 'fewer-seats' | 'fewer-people-per-seat' | 'by-rounding';
}

/**
 * Degressive proportionality: a larger unit has no fewer seats, and each of its seats stands for more people, before rounding to whole numbers (Decision (EU)
 * 2018/937, art. 1). Breaches by rounding alone are none of the principle. @throws RangeError for what is no number of people or seats
 */
export function degressivityBreaches(units: readonly Represented[]): readonly DegressivityBreach[] {
  const read = units.map(({ unit, people, seats }) => {
    const figure = readFigure(people);
    if (figure?.places !== 0 || !Number.isSafeInteger(seats) || seats < 0)
      throw new RangeError(
        `people and seats of ${unit} are integers from 0 on, found ${String(people)} and ${String(seats)}`,
      );
    return { unit, people: figure.digits, seats: BigInt(seats) };
  });
  const rising = read.toSorted((a, b) => (a.people < b.people ? -1 : a.people > b.people ? 1 : 0));
  return rising.flatMap((smaller, index) =>
    rising.slice(index + 1).flatMap((larger): readonly DegressivityBreach[] => {
      if (larger.people === smaller.people) return [];
      const names = { larger: larger.unit, smaller: smaller.unit };
      if (larger.seats < smaller.seats) return [{ ...names, kind: 'fewer-seats' }];
      if (larger.people * smaller.seats > smaller.people * larger.seats) return [];
      const isByRounding = larger.people * (smaller.seats + 1n) > smaller.people * (larger.seats - 1n);
      return [{ ...names, kind: isByRounding ? 'by-rounding' : 'fewer-people-per-seat' }];
    }),
  );
}
