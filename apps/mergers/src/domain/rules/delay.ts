import type { GrappeEvents } from '#libs/contracts';
import { addDays, addMonths, nextWorkingDay, type CalendarDate } from '#libs/kernel';

type Parameters = NonNullable<GrappeEvents['mergers.PlanDrafted']['plan']['parameters']>;

/** How a delay before an act is counted; clear days leave out the day on which it begins and the day on which it ends. */
export type CountingWay = NonNullable<Parameters['counting']>[number]['way'];

/** A length of time that a rule asks for. */
export interface Delay {
  readonly amount: number;
  readonly unit: 'days' | 'months';
}

/** Under it a delay before an act is kept only where every other way of counting would have it kept, too. */
export const STRICTEST: CountingWay = 'clear-days-backwards';
export const COUNTING_WAYS: readonly CountingWay[] = [
  STRICTEST,
  'plain-backwards',
  'clear-days-forwards',
  'plain-forwards',
];

/** No way of counting is further than this from the plain one: a month end moves a day by at most three, clear days by one. */
const WITHIN_DAYS = 5;

/** Whether `act` lies at least a delay after `from`. A delay before an act is not extended to a working day: that would shorten it. */
export function isKept(delay: Delay, way: CountingWay, from: CalendarDate, act: CalendarDate): boolean {
  switch (way) {
    case 'plain-forwards':
      return act >= shifted(from, delay, 1);
    case 'clear-days-forwards':
      return act > shifted(from, delay, 1);
    case 'plain-backwards':
      return from <= shifted(act, delay, -1);
    case 'clear-days-backwards':
      return from < shifted(act, delay, -1);
  }
}

/** The first day on which the act keeps the delay. */
export function firstDayAfter(delay: Delay, way: CountingWay, from: CalendarDate): CalendarDate {
  let act = addDays(shifted(from, delay, 1), -1);
  while (!isKept(delay, way, from, act)) act = addDays(act, 1);
  return act;
}

/** The last day from which the delay is kept before the act. */
export function lastDayBefore(delay: Delay, way: CountingWay, act: CalendarDate): CalendarDate {
  let from = addDays(shifted(act, delay, -1), WITHIN_DAYS);
  while (!isKept(delay, way, from, act)) from = addDays(from, -1);
  return from;
}

/**
 * The last day of a delay within which something may be done: the day on which it begins does not count, and a last day that is no working day
 * in that department runs to the next one (Code de procédure civile, art. 641 and 642). Clear days leave out the last day as well.
 */
export function lastDayWithin(delay: Delay, way: CountingWay, from: CalendarDate, department?: string): CalendarDate {
  const last = shifted(from, delay, 1);
  return nextWorkingDay(isClear(way) ? addDays(last, 1) : last, department);
}

function isClear(way: CountingWay): boolean {
  return way === 'clear-days-forwards' || way === 'clear-days-backwards';
}

function shifted(day: CalendarDate, { amount, unit }: Delay, direction: 1 | -1): CalendarDate {
  return unit === 'days' ? addDays(day, amount * direction) : addMonths(day, amount * direction);
}
