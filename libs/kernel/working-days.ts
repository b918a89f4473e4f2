import { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, type CalendarDate } from './calendar.ts';

/** Public holidays of the same day every year (Code du travail, art. L3133-1), `MM-DD`. */
const FIXED: readonly string[] = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
/** The others, in days from Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const FROM_EASTER: readonly number[] = [1, 39, 50];
const SATURDAY = 6;

/** Neither a Saturday or Sunday, nor a public holiday of metropolitan France, by the law of today for all years. */
export function isWorkingDay(day: CalendarDate): boolean {
  const { dayOfWeek, year } = Temporal.PlainDate.from(day);
  if (dayOfWeek >= SATURDAY || FIXED.includes(day.slice('YYYY-'.length))) return false;
  const easter = easterSunday(year);
  return !FROM_EASTER.some((days) => addDays(easter, days) === day);
}

/** The day itself where it is a working day, else the next one that is. */
export function nextWorkingDay(day: CalendarDate): CalendarDate {
  let next = day;
  while (!isWorkingDay(next)) next = addDays(next, 1);
  return next;
}

/**
 * The last day of a delay of so many months from a day: the same day number, or the last day of that month; a Saturday, a Sunday or a public holiday
 * runs to the next working day (Code de procédure civile, art. 641 and 642).
 */
export function lastDayOfMonths(from: CalendarDate, months: number): CalendarDate {
  return nextWorkingDay(addMonths(from, months));
}

/** Of the Gregorian calendar, by the anonymous algorithm of 1876 (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): CalendarDate {
  const [century, ofCentury, ofMoon] = [Math.floor(year / 100), year % 100, year % 19];
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * ofMoon + century - Math.floor(century / 4) - correction + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((ofMoon + 11 * epact + 22 * toSunday) / 451);
  const days = epact + toSunday - 7 * late + 114;
  const month = Math.floor(days / 31);
  return Temporal.PlainDate.from({ year, month, day: (days % 31) + 1 }).toString() as CalendarDate;
}
