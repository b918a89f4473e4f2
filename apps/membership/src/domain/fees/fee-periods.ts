import type { GrappeEvents } from '#libs/contracts';
import { isCalendarDate } from '#libs/kernel';

/** The days that a fee is for; `until` is the first day after them. */
export type FeePeriod = GrappeEvents['membership.FeeCalled']['period'];
export type PeriodRule = Pick<GrappeEvents['membership.FeePolicySet'], 'period' | 'freeLastMonths'>;

/**
 * The periods of a member that joined on a day: the first one begins that day, each next one where the one before ends. Every bound is computed from the day
 * of joining and not from the bound before, so that who joined on a 29 February begins on one again wherever there is one, and on 1 March elsewhere.
 */
export function feePeriod(rule: PeriodRule, joined: string, index: number): FeePeriod {
  return { since: boundOf(rule, joined, index), until: boundOf(rule, joined, index + 1) };
}

/** Whether the first period is free: whoever joined in the last months of a year then pays nothing until the end of the next one. */
export function beginsFree({ period, freeLastMonths }: PeriodRule, joined: string): boolean {
  return period === 'calendar-year' && Number(joined.slice(5, 7)) > 12 - freeLastMonths;
}

/** The next period to call a fee for on a day: never one that is over, free, or called already, whole or in part. */
export function nextPeriod(
  rule: PeriodRule,
  joined: string,
  { on, called }: { readonly on: string; readonly called: readonly FeePeriod[] },
): FeePeriod {
  for (let index = beginsFree(rule, joined) ? 1 : 0; ; index += 1) {
    const period = feePeriod(rule, joined, index);
    if (on < period.until && !called.some((each) => overlapOf(each, period) !== undefined)) return period;
  }
}

/** The first day that lies in both; undefined where none does. */
export function overlapOf(one: FeePeriod, other: FeePeriod): string | undefined {
  const since = one.since < other.since ? other.since : one.since;
  return since < one.until && since < other.until ? since : undefined;
}

function boundOf(rule: PeriodRule, joined: string, index: number): string {
  const year = Number(joined.slice(0, 4));
  if (index === 0) return joined;
  if (rule.period === 'anniversary') return anniversary(joined, year + index);
  return dayIn(year + index + (beginsFree(rule, joined) ? 1 : 0), '01-01');
}

function anniversary(joined: string, year: number): string {
  const day = dayIn(year, joined.slice(5));
  return isCalendarDate(day) ? day : dayIn(year, '03-01');
}

function dayIn(year: number, day: string): string {
  return `${String(year).padStart(4, '0')}-${day}`;
}
