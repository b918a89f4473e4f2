import { dayOf, instant, isCalendarDate, startOfDay, type CalendarDate, type Instant } from '#libs/kernel';
import { InvalidRecord } from './record.ts';

/** Days of a few years: the calendar is asked once for each, and not for each record. */
const KEPT = 4_096;
const instants = new Map<CalendarDate, Instant>();
const days = new Map<string, CalendarDate>();

/** The instant at which a legal day begins where the seat is: what CloudEvents means by the time of an event. */
export function timeOf(day: CalendarDate): Instant {
  return instants.get(day) ?? keep(instants, day, startOfDay(day));
}

/** The legal day that begins at this instant. @throws InvalidRecord where none does */
export function legalDayOf(time: string): CalendarDate {
  return days.get(time) ?? keep(days, time, dayThatBeginsAt(time));
}

function dayThatBeginsAt(time: string): CalendarDate {
  try {
    const day = dayOf(instant(time));
    if (isCalendarDate(day) && timeOf(day) === time) return day;
  } catch {
    // No instant at all.
  }
  throw new InvalidRecord(`ce_time is not the beginning of a day at the seat: ${time}`);
}

function keep<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value): Value {
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, value);
  return value;
}
