import { addDays, calendarDate } from '#libs/kernel';
import type { Schedule } from '../gathering/schedule.ts';

const DAY_LENGTH = 'YYYY-MM-DD'.length;
const DAYS_OF_A_WEEK = 7;

/** A schedule so many days later, at the same time of the clocks: a change of clocks in between moves the instant and not the hour. */
export function laterBy(schedule: Schedule, days: number): Schedule {
  const moved = (local: string): string =>
    `${addDays(calendarDate(local.slice(0, DAY_LENGTH)), days)}${local.slice(DAY_LENGTH)}`;
  return { ...schedule, from: moved(schedule.from), to: moved(schedule.to) };
}

/** The schedules of so many dates, of which the first one is given. */
export function datesOf(first: Schedule, everyWeeks: number, count: number): readonly Schedule[] {
  return Array.from({ length: count }, (_, index) => laterBy(first, index * everyWeeks * DAYS_OF_A_WEEK));
}
