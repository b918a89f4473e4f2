import { inForceOn } from '#libs/kernel';
import type { Admission, Occupancy } from './occupancy.state.ts';

/** How many companies are inside on a day: from the first day of a residency up to the day before its end. */
export function insideIn(admissions: readonly Admission[]): (day: string) => number {
  const residencies = admissions.filter(({ startedOn }) => startedOn !== undefined);
  const starts = residencies.flatMap(({ startedOn = [] }) => startedOn).toSorted();
  const ends = residencies.flatMap(({ ended }) => ended?.on ?? []).toSorted();
  return (day) => countUpTo(starts, day) - countUpTo(ends, day);
}

/** How many days of a sorted list have come by a day. */
function countUpTo(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? '') <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many places there are on a day; none before the first decision. */
export function capacityOn({ decisions }: Pick<Occupancy, 'decisions'>, day: string): number {
  return inForceOn(decisions, day)?.places ?? 0;
}

/** The days on which the number of places or of companies inside may change. */
function changesIn({ decisions, admissions }: Occupancy): readonly string[] {
  const residencies = admissions.filter(({ startedOn }) => startedOn !== undefined);
  return [
    ...decisions.map(({ since }) => since),
    ...residencies.flatMap(({ startedOn = [], ended }) => [startedOn, ended?.on ?? []].flat()),
  ];
}

/**
 * The first day, not before a given one, from which a place is free on every day that is known: nobody who has one is ever put out
 * by it. Undefined where none is.
 */
export function freeFrom(state: Occupancy, from: string): string | undefined {
  const inside = insideIn(state.admissions);
  const days = [from, ...changesIn(state).filter((day) => day > from)].toSorted();
  const isFull = (day: string): boolean => inside(day) >= capacityOn(state, day);
  return days[days.findLastIndex(isFull) + 1];
}

/** A day on which somebody begins although no place is free. */
export interface Overfull {
  readonly day: string;
  readonly inside: number;
  readonly capacity: number;
}

/**
 * The first day on which a residency begins beyond the capacity, where more are inside than before: a capacity that is lowered, late as well, puts
 * nobody out and is no reason to refuse what was so.
 */
export function overfullIn(state: Occupancy, before: Occupancy): Overfull | undefined {
  if (state.admissions === before.admissions) return undefined;
  const [inside, insideBefore] = [insideIn(state.admissions), insideIn(before.admissions)];
  const beginnings = state.admissions.flatMap(({ startedOn = [] }) => startedOn).toSorted();
  const day = beginnings.find((each) => inside(each) > capacityOn(state, each) && inside(each) > insideBefore(each));
  return day === undefined ? undefined : { day, inside: inside(day), capacity: capacityOn(state, day) };
}
