import { inForceOn, type Dated } from '../dated.ts';

/** How many persons may hold an office side by side, from a day on. */
export interface Capacity extends Dated {
  readonly maxHolders: number;
}

/** When a person holds an office: from `since` to the day before `until`, and never past `limit`. */
export interface Tenure extends Dated {
  readonly mandateId: string;
  readonly personId: string;
  /** The last day on which acts under the mandate are lawful. */
  readonly limit?: string | undefined;
  /** The first day on which the person holds the office no more. */
  readonly until?: string | undefined;
}

/** A mandate past its limit is not held, whether its end was recorded or not. */
export function isHeldOn(tenure: Tenure, day: string): boolean {
  return (
    tenure.since <= day &&
    (tenure.until === undefined || day < tenure.until) &&
    (tenure.limit === undefined || day <= tenure.limit)
  );
}

/** Whether there is a day on which both are held. */
export function overlap(left: Tenure, right: Tenure): boolean {
  return (
    (isHeldOn(left, right.since) && isHeldOn(right, right.since)) ||
    (isHeldOn(right, left.since) && isHeldOn(left, left.since))
  );
}

/** Whoever holds an office with these mandates on a day, in the order in which the mandates were recorded. */
export function heldOn<Held extends Tenure>(tenures: readonly Held[], day: string): readonly Held[] {
  return tenures.filter((tenure) => isHeldOn(tenure, day));
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
