import { holdsOn, inForceOn, type Dated, type Term } from '#libs/kernel';

/** How many persons may hold an office side by side, from a day on. */
export interface Capacity extends Dated {
  readonly maxHolders: number;
}

/** When a person holds an office. */
export interface Tenure extends Term {
  readonly mandateId: string;
  readonly personId: string;
}

/** Whoever holds an office with these mandates on a day, in the order of recording; a mandate past its limit is not held. */
export function heldOn<Held extends Tenure>(tenures: readonly Held[], day: string): readonly Held[] {
  return tenures.filter((tenure) => holdsOn(tenure, day));
}

export interface OverfullDay {
  readonly day: string;
  readonly holders: number;
  readonly maxHolders: number;
}

/**
 * The first day on which more persons hold the office than may. Their number rises only where a mandate begins, and the
 * number allowed falls only where it was decided anew, so no other day has to be looked at.
 */
export function firstOverfullDay(capacities: readonly Capacity[], tenures: readonly Tenure[]): OverfullDay | undefined {
  const days = new Set([...capacities, ...tenures].map(({ since }) => since));
  for (const day of [...days].sort()) {
    const holders = heldOn(tenures, day).length;
    const maxHolders = inForceOn(capacities, day)?.maxHolders ?? 0;
    if (holders > maxHolders) return { day, holders, maxHolders };
  }
  return undefined;
}

/** The most persons who hold the office side by side on any day from a day on. */
export function peakHolders(tenures: readonly Tenure[], from: string): number {
  const days = [from, ...tenures.map(({ since }) => since).filter((since) => since > from)];
  return Math.max(...days.map((day) => heldOn(tenures, day).length));
}
