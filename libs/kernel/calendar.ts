import { Temporal } from 'temporal-polyfill';
import type { Branded } from './ids.ts';

/** A civil day without a time zone, `YYYY-MM-DD`. Legal facts happen on days. Sorts as text. */
export type CalendarDate = Branded<string, 'CalendarDate'>;

/** A moment in UTC with milliseconds, `YYYY-MM-DDTHH:mm:ss.sssZ`. Recordings happen at instants. Sorts as text. */
export type Instant = Branded<string, 'Instant'>;

/** The source of time outside the domain; tests and the story hand in their own. */
export interface Clock {
  now(): Instant;
}

/** The zone in which French civil days begin and end. */
const CIVIL_ZONE = 'Europe/Paris';
/** Up to here months are counted one by one. */
const FEW_DAYS = 4_000;
const DATE_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

export function isCalendarDate(value: string): value is CalendarDate {
  if (remembered.has(value)) return true;
  if (!DATE_PATTERN.test(value)) return false;
  const [year, month, day] = partsOf(value);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (isDay && remembered.size < REMEMBERED) remembered.add(value);
  return isDay;
}

/** A history speaks of few days, and of each of them often. */
const remembered = new Set<string>();
const REMEMBERED = 20_000;

function partsOf(day: string): readonly [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))];
}

/** Of the Gregorian calendar, for all years (ISO 8601): reckoned here, because every date that comes in is looked at several times. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** @throws RangeError when the text is not a real day written `YYYY-MM-DD`. */
export function calendarDate(value: string): CalendarDate {
  if (!isCalendarDate(value)) throw new RangeError(`not a calendar date (YYYY-MM-DD): ${JSON.stringify(value)}`);
  return value;
}

/** Accepts any ISO 8601 instant with an offset and writes it in UTC with milliseconds. @throws RangeError */
export function instant(value: string): Instant {
  return Temporal.Instant.from(value).toString({ fractionalSecondDigits: 3 }) as Instant;
}

export function instantFromEpochMs(epochMs: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ fractionalSecondDigits: 3 }) as Instant;
}

/** The instant that comes so many whole minutes after another. */
export function minutesAfter(moment: Instant, minutes: number): Instant {
  return instantFromEpochMs(Temporal.Instant.from(moment).epochMilliseconds + minutes * 60_000);
}

/** The French civil day on which an instant falls. */
export function dayOf(moment: Instant): CalendarDate {
  return Temporal.Instant.from(moment).toZonedDateTimeISO(CIVIL_ZONE).toPlainDate().toString() as CalendarDate;
}

/** The first moment of a French civil day, as an instant. */
export function startOfDay(day: CalendarDate, zone = CIVIL_ZONE): Instant {
  return instantFromEpochMs(startOfDayMs(Temporal.PlainDate.from(day), zone));
}

/** The last millisecond of a French civil day, as an instant. */
export function endOfDay(day: CalendarDate): Instant {
  return instantFromEpochMs(startOfDayMs(Temporal.PlainDate.from(day).add({ days: 1 })) - 1);
}

function startOfDayMs(day: Temporal.PlainDate, zone = CIVIL_ZONE): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

/** So many days later, or earlier. @throws RangeError past the year 9999, where a day no longer sorts as text */
export function addDays(day: CalendarDate, days: number): CalendarDate {
  if (Math.abs(days) > FEW_DAYS) return calendarDate(Temporal.PlainDate.from(day).add({ days }).toString());
  // Rules, terms and periods reckon with neighbouring days all the time.
  let [year, month, number] = partsOf(calendarDate(day));
  for (number += days; number > daysIn(year, month);) {
    number -= daysIn(year, month);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  for (; number < 1; number += daysIn(year, month)) [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
  return calendarDate([padded(year, 4), padded(month, 2), padded(number, 2)].join('-'));
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/**
 * The same day number so many calendar months later (or earlier), or the last day of that month where it has no such day
 * (Code de procédure civile, art. 641). @throws RangeError past the year 9999, where a day no longer sorts as text
 */
export function addMonths(day: CalendarDate, months: number): CalendarDate {
  return calendarDate(Temporal.PlainDate.from(day).add({ months }, { overflow: 'constrain' }).toString());
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

export function latest<Day extends string>(...days: readonly Day[]): Day {
  return days.reduce((a, b) => (a >= b ? a : b));
}

export function earliest<Day extends string>(...days: readonly Day[]): Day {
  return days.reduce((a, b) => (a <= b ? a : b));
}
