import { addDays, calendarDate } from '#libs/kernel';
import type { Range } from '#libs/projections';

/** The first day after what has no end. */
export const LAST_DAY = '9999-12-31';

/** Of what ends by a day: an end that lies ahead ends nothing. */
export const endedBy = (day: string): Range => ({ until: day });

/** Of what goes on behind a day. */
export const goesOnAfter = (day: string): Range => ({ from: addDays(calendarDate(day), 1) });

/** Whatever a partner has ends with its incubator. */
export function earlierOf(until: string, ofIncubator: string): string {
  return until < ofIncubator ? until : ofIncubator;
}
