import { addDays, calendarDate } from '#libs/kernel';
import type { Range } from './where.ts';

/** The first day after what has no end: a day that lists by status can compare with. */
export const LAST_DAY = '9999-12-31';

/** Of what has ended by a day: an end that lies ahead ends nothing. */
export const endedBy = (day: string): Range => ({ until: day });

/** Of what goes on behind a day. */
export const goesOnAfter = (day: string): Range => ({ from: addDays(calendarDate(day), 1) });

/** The first day after what ends with something else at the latest. */
export function earlierOf(until: string, ofOwner: string): string {
  return until < ofOwner ? until : ofOwner;
}
