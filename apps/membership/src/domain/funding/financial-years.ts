import { addMonths, calendarDate } from '#libs/kernel';

/** A financial year that a cluster states: its days up to the one before `until`, and the calendar year after which it is named. */
export interface FinancialYear {
  readonly year: number;
  readonly since: string;
  readonly until: string;
}

/**
 * The days of a financial year: as the cluster states them, else the year after the last one that it stated, else the calendar year; up to the next stated
 * year, where that one begins before.
 */
export function financialYear(stated: readonly FinancialYear[], year: number): FinancialYear {
  const own = stated.find((each) => each.year === year);
  if (own !== undefined) return own;
  const { since, until } = following(
    stated.findLast((each) => each.year < year),
    year,
  );
  const next = stated.find((each) => each.year > year)?.since ?? until;
  return { year, since, until: next < until && since < next ? next : until };
}

function following(last: FinancialYear | undefined, year: number): { readonly since: string; readonly until: string } {
  if (last === undefined) return { since: firstDay(year), until: firstDay(year + 1) };
  const later = (years: number) => addMonths(calendarDate(last.until), 12 * years);
  return { since: later(year - last.year - 1), until: later(year - last.year) };
}

/** The financial year in which a day lies. */
export function financialYearOn(stated: readonly FinancialYear[], day: string): FinancialYear {
  const named = Number(day.slice(0, 4));
  const candidates = [named - 1, named, named + 1].map((year) => financialYear(stated, year));
  return candidates.find(({ since, until }) => since <= day && day < until) ?? financialYear(stated, named);
}

function firstDay(year: number): string {
  return `${String(year).padStart(4, '0')}-01-01`;
}
