import type { GatheringEventData } from './gathering.facts.ts';
import { addDays, calendarDate, instantOf, instantsAt, isCalendarDate, isTimeZone } from '#libs/kernel';
import { localTimeFaultIn, startOfDay } from '#libs/kernel';
import type { Instant, Occurrence, Refusal } from '#libs/kernel';

export type Schedule = GatheringEventData['schedule'];
type Part = GatheringEventData['parts'][number];

/** `found` is what cannot be, `required` what it has to be. */
export type ScheduleRefusal =
  | Refusal<'EVT_ZONE_UNKNOWN', 'found' | 'required'>
  | Refusal<'EVT_TIME_DOES_NOT_EXIST' | 'EVT_TIME_NOT_TWICE', 'found' | 'required'>
  | Refusal<'EVT_DAYS_AND_TIMES' | 'EVT_END_BEFORE_START' | 'EVT_PART_OUTSIDE', 'found' | 'required'>;

/** The instants between which something takes place; the second one is the first moment after it. */
export interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Whether whole days are meant: they begin and end with the civil day of the zone, and never at hours (RFC 5545, VALUE=DATE). */
export function isOfWholeDays({ from }: Pick<Schedule, 'from'>): boolean {
  return isCalendarDate(from);
}

/** The first and the last civil day of it. */
export function daysOf({ from, to }: Schedule): readonly [first: string, last: string] {
  return [from.slice(0, 'YYYY-MM-DD'.length), to.slice(0, 'YYYY-MM-DD'.length)];
}

/** What the clocks show twice of a schedule: of these it has to be asked which is meant, and the first one is the default. */
export function twiceIn({ from, to }: Schedule, zone: string): readonly ('from' | 'to')[] {
  const isTwice = (local: string): boolean => !isCalendarDate(local) && instantsAt(local, zone).length > 1;
  return [...(isTwice(from) ? (['from'] as const) : []), ...(isTwice(to) ? (['to'] as const) : [])];
}

/** When it is, as instants. Needs a schedule of which `scheduleFault` finds nothing. @throws RangeError for another one */
export function spanOf(schedule: Schedule, zone: string): Span {
  const { from, to, fromOccurrence, toOccurrence } = schedule;
  const [startsAt, endsAt] = isOfWholeDays(schedule)
    ? [startOfDay(calendarDate(from), zone), startOfDay(addDays(calendarDate(to), 1), zone)]
    : [instantOf(from, zone, fromOccurrence), instantOf(to, zone, toOccurrence)];
  return { startsAt, endsAt };
}

/** Why a local time is none of the zone; undefined where it is one. */
export function localTimeFault(
  local: string,
  zone: string,
  occurrence: Occurrence | undefined,
): ScheduleRefusal | undefined {
  const found = localTimeFaultIn(local, zone, occurrence);
  return found && { type: `EVT_${found.fault}`, found: found.found, required: found.required };
}

/** Why a gathering cannot be at these times; in the order: zone, kind, existence, end before start, parts. */
export function scheduleFault(
  schedule: Schedule,
  zone: string,
  parts: readonly Part[] = [],
): ScheduleRefusal | undefined {
  const own = spanFault(schedule, zone);
  if (own !== undefined) return own;
  const whole = spanOf(schedule, zone);
  for (const part of parts) {
    const fault = spanFault(part, zone) ?? outside(part, zone, whole);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function spanFault(schedule: Schedule, zone: string): ScheduleRefusal | undefined {
  if (!isTimeZone(zone)) return localTimeFault(schedule.from, zone, undefined);
  const { from, to, fromOccurrence, toOccurrence } = schedule;
  if (isCalendarDate(from) !== isCalendarDate(to))
    return { type: 'EVT_DAYS_AND_TIMES', found: `${from} to ${to}`, required: 'two local times, or two days' };
  const fault = isOfWholeDays(schedule)
    ? undefined
    : (localTimeFault(from, zone, fromOccurrence) ?? localTimeFault(to, zone, toOccurrence));
  if (fault !== undefined) return fault;
  const { startsAt, endsAt } = spanOf(schedule, zone);
  return startsAt < endsAt ? undefined : { type: 'EVT_END_BEFORE_START', found: to, required: `after ${from}` };
}

function outside(part: Part, zone: string, whole: Span): ScheduleRefusal | undefined {
  const { startsAt, endsAt } = spanOf(part, zone);
  if (startsAt >= whole.startsAt && endsAt <= whole.endsAt) return undefined;
  const required = `between ${whole.startsAt} and ${whole.endsAt}`;
  return { type: 'EVT_PART_OUTSIDE', found: `${part.title}, ${part.from} to ${part.to}`, required };
}
