import { addDays, calendarDate, earliest, latest, type CalendarDate } from './calendar.ts';
import type { Dated } from './dated.ts';

/** A span of days, such as a membership or a mandate: from `since` to the day before `until`, and never past `limit`. */
export interface Term extends Dated {
  /** The first day after it. */
  readonly until?: string | undefined;
  /** The last day on which it may hold, whether an end was recorded or not. */
  readonly limit?: string | undefined;
}

export function holdsOn({ since, until, limit }: Term, day: string): boolean {
  return since <= day && (until === undefined || day < until) && (limit === undefined || day <= limit);
}

/**
 * The first day after it, by its end or by its limit; undefined where it has neither. Of a term that ended before
 * it began it is the day on which it was to begin: it never held.
 */
export function endOfTerm({ since, until, limit }: Term): CalendarDate | undefined {
  const ends = [
    ...(until === undefined ? [] : [calendarDate(until)]),
    ...(limit === undefined ? [] : [addDays(calendarDate(limit), 1)]),
  ];
  return ends.length === 0 ? undefined : latest(calendarDate(since), earliest(...ends));
}

/** Whether there is a day on which both hold. */
export function overlap(left: Term, right: Term): boolean {
  return (
    (holdsOn(left, right.since) && holdsOn(right, right.since)) ||
    (holdsOn(right, left.since) && holdsOn(left, left.since))
  );
}
