import { dateSchema } from '#libs/contracts';
import { addDays, calendarDate } from '#libs/kernel';
import { refused, taken, type Verdict } from './complaint.ts';

/** How the days of a file are written; `yyyy-mm-dd` is taken in every file. */
export const DATE_FORMATS = ['yyyy-mm-dd', 'dd/mm/yyyy', 'mm/dd/yyyy', 'dd-mm-yyyy', 'dd.mm.yyyy'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** Day 60 of spreadsheets is a 29 February 1900 that there was not, so that every later day is counted from here. */
const BEFORE_SPREADSHEETS = calendarDate('1899-12-30');
/** From 1927 to 2099: other numbers are no days of spreadsheets. */
const [FIRST_NUMBER, LAST_NUMBER] = [10_000, 73_050];

/** The day that a cell says. @param format as the file declares it: nobody can see whether 03/04/2016 is in March or in April */
export function readDay(text: string, format: DateFormat): Verdict<string> {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return asDay(text, text);
  const number = /^(\d{5})(?:[.,]0+)?$/.exec(text)?.[1];
  if (number !== undefined) return numbered(Number(number));
  const [day = '', time] = text.split(/[T ](?=\d{1,2}:\d{2})/);
  const parts = partsOf(day);
  if (parts === undefined) return refused(`no day as ${needed(format)}`);
  const says = { asDeclared: textIn(parts, format), only: onlyMeaning(parts) };
  if (time !== undefined) return refused('a day with a time', says.asDeclared ?? says.only);
  if (parts.separator !== separatorOf(format) || parts.isYearFirst)
    return refused(`no day as ${needed(format)}`, says.only);
  return says.asDeclared === undefined ? refused('no day of the calendar', says.only) : asDay(says.asDeclared, text);
}

function numbered(number: number): Verdict<string> {
  const isDay = number >= FIRST_NUMBER && number <= LAST_NUMBER;
  return refused(
    `the number ${String(number)}${isDay ? ', as spreadsheets count days' : ''}`,
    isDay ? addDays(BEFORE_SPREADSHEETS, number) : undefined,
  );
}

function asDay(day: string, text: string): Verdict<string> {
  const parsed = dateSchema.safeParse(day);
  return parsed.success ? taken(parsed.data) : refused(`${text} is no day from 1800 to 2200`);
}

interface Parts {
  readonly separator: string;
  readonly isYearFirst: boolean;
  /** In the order in which they stand, the year apart. */
  readonly year: string;
  readonly first: string;
  readonly second: string;
}

function partsOf(text: string): Parts | undefined {
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text);
  if (yearLast !== null) {
    const [, first = '', separator = '', second = '', year = ''] = yearLast;
    return { separator, isYearFirst: false, year, first, second };
  }
  const [, year, separator = '', first = '', second = ''] = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? [];
  return year === undefined ? undefined : { separator, isYearFirst: true, year, first, second };
}

/** As the declared format reads it; undefined where that is no day. */
function textIn({ year, first, second, isYearFirst }: Parts, format: DateFormat): string | undefined {
  const isMonthFirst = isYearFirst || format === 'mm/dd/yyyy';
  return isMonthFirst ? dayOf(year, first, second) : dayOf(year, second, first);
}

/** What it says where it can be read in one way only. */
function onlyMeaning({ year, first, second, isYearFirst }: Parts): string | undefined {
  const readings = new Set([dayOf(year, first, second), ...(isYearFirst ? [] : [dayOf(year, second, first)])]);
  const days = [...readings].filter((day) => day !== undefined);
  return days.length === 1 ? days[0] : undefined;
}

function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return dateSchema.safeParse(text).success ? text : undefined;
}

const separatorOf = (format: DateFormat): string => /[^dmy]/.exec(format)?.[0] ?? '';

const needed = (format: DateFormat): string => (format === 'yyyy-mm-dd' ? format : `${format} or yyyy-mm-dd`);
