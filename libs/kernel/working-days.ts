import { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, type CalendarDate } from './calendar.ts';

/** Public holidays of the same day every year (Code du travail, art. L3133-1), `MM-DD`. */
const FIXED: readonly string[] = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
/** The others, in days from Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const FROM_EASTER: readonly number[] = [1, 39, 50];
const SATURDAY = 6;

interface Holidays {
  readonly fixed: readonly string[];
  readonly fromEaster: readonly number[];
}

/** Good Friday and the second day of Christmas (Code du travail, art. L3134-13). */
const ALSACE_MOSELLE: Holidays = { fixed: ['12-26'], fromEaster: [-2] };
const abolished = (day: string): Holidays => ({ fixed: [day], fromEaster: [] });
/** What a department has beside the holidays of all: of the others the day on which slavery was abolished there (Code du travail, art. L3422-2). */
const OF_DEPARTMENT: Readonly<Record<string, Holidays>> = {
  ...{ '57': ALSACE_MOSELLE, '67': ALSACE_MOSELLE, '68': ALSACE_MOSELLE },
  ...{ '971': abolished('05-27'), '972': abolished('05-22'), '973': abolished('06-10'), '974': abolished('12-20') },
  ...{ '976': abolished('04-27'), '977': abolished('10-09'), '978': abolished('05-28') },
};

/**
 * Neither a Saturday or Sunday, nor a public holiday of metropolitan France or of that department, by the law of today for all years.
 * @param department its number, as `67` or `974`; without one, nothing is added for Alsace-Moselle or overseas
 */
export function isWorkingDay(day: CalendarDate, department = ''): boolean {
  const { dayOfWeek, year } = Temporal.PlainDate.from(day);
  const own = OF_DEPARTMENT[department];
  const fixed = [...FIXED, ...(own?.fixed ?? [])];
  if (dayOfWeek >= SATURDAY || fixed.includes(day.slice('YYYY-'.length))) return false;
  const easter = easterSunday(year);
  return ![...FROM_EASTER, ...(own?.fromEaster ?? [])].some((days) => addDays(easter, days) === day);
}

/** The day itself where it is a working day, else the next one that is. */
export function nextWorkingDay(day: CalendarDate, department?: string): CalendarDate {
  let next = day;
  while (!isWorkingDay(next, department)) next = addDays(next, 1);
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
