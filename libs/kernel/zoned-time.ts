import { Temporal } from 'temporal-polyfill';
import { calendarDate, instantFromEpochMs, type CalendarDate, type Instant } from './calendar.ts';

/** A region of the time zone database (IANA, RFC 6557); offsets and abbreviations are none, because they know no change of clocks. */
const REGION = /^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_+-]+)+)$/;
const known = new Map<string, boolean>();

/** Whether a text names a time zone by its region, as `Europe/Paris` or `Indian/Reunion`. */
export function isTimeZone(zone: string): boolean {
  const is = known.get(zone) ?? (REGION.test(zone) && isRegion(zone));
  // What is no zone comes from outside and would fill the memory.
  if (is) known.set(zone, is);
  return is;
}

function isRegion(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The instants at which the clocks of a zone show a local time, `YYYY-MM-DDTHH:mm`, in their order: one as a rule, none in the hour that is left out when they
 * are put forward, two in the hour that comes twice when they are put back. @throws RangeError for what is no local time or no zone
 */
export function instantsAt(local: string, zone: string): readonly Instant[] {
  const asked = Temporal.PlainDateTime.from(local);
  const choices = (['earlier', 'later'] as const).map((disambiguation) =>
    asked.toZonedDateTime(zone, { disambiguation }),
  );
  const shown = choices.filter((each) => each.toPlainDateTime().equals(asked));
  return [...new Set(shown.map(({ epochMilliseconds }) => epochMilliseconds))].map(instantFromEpochMs);
}

/** The civil day of a zone on which an instant falls. */
export function dayIn(zone: string, moment: Instant): CalendarDate {
  return calendarDate(Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate().toString());
}

/** A change of the clocks of a zone: the local time at which it comes, by the clocks before it, with the offsets from UTC before and after. */
export interface ClockChange {
  readonly local: string;
  readonly before: string;
  readonly after: string;
}

/** The clocks of a zone from the beginning of a year to the end of another one: their offset at first, and their changes. */
export function clocksOf(
  zone: string,
  firstYear: number,
  lastYear: number,
): {
  readonly zone: string;
  readonly since: string;
  readonly offset: string;
  readonly changes: readonly ClockChange[];
} {
  const since = `${String(firstYear).padStart(4, '0')}-01-01T00:00`;
  const start = Temporal.PlainDateTime.from(since).toZonedDateTime(zone);
  const end = Temporal.PlainDateTime.from({ year: lastYear + 1, month: 1, day: 1 }).toZonedDateTime(zone);
  const changes: ClockChange[] = [];
  let [before, next] = [start.offset, start.getTimeZoneTransition('next')];
  while (next !== null && Temporal.ZonedDateTime.compare(next, end) < 0) {
    const { offset: after } = next;
    const local = next.toInstant().toZonedDateTimeISO(before).toPlainDateTime().toString({ smallestUnit: 'minute' });
    if (after !== before) changes.push({ local, before, after });
    before = after;
    next = next.getTimeZoneTransition('next');
  }
  return { zone, since, offset: start.offset, changes };
}

/** Whole seconds from one instant to a later one. */
export function secondsBetween(from: Instant, to: Instant): number {
  const [start, end] = [from, to].map((each) => Temporal.Instant.from(each).epochMilliseconds);
  return Math.floor(((end ?? 0) - (start ?? 0)) / 1_000);
}

/** Which of two: the hour that comes twice when clocks are put back. */
export type Occurrence = 'first' | 'second';

/** The instant that a local time names. @throws RangeError for one that the clocks do not show */
export function instantOf(local: string, zone: string, occurrence: Occurrence = 'first'): Instant {
  const instants = instantsAt(local, zone);
  const found = occurrence === 'first' ? instants[0] : instants.at(-1);
  if (found === undefined) throw new RangeError(`${local} does not exist in ${zone}`);
  return found;
}

/** Why a local time is none of a zone, as the end of a refusal's code, with what was found and what is needed. */
export interface LocalTimeFault {
  readonly fault: 'ZONE_UNKNOWN' | 'TIME_DOES_NOT_EXIST' | 'TIME_NOT_TWICE';
  readonly found: string;
  readonly required: string;
}

/** Undefined where the clocks of the zone show it, and twice where the second one is meant. @throws RangeError for what is no local time */
export function localTimeFaultIn(local: string, zone: string, occurrence?: Occurrence): LocalTimeFault | undefined {
  if (!isTimeZone(zone))
    return { fault: 'ZONE_UNKNOWN', found: zone, required: 'a region of the time zone database, as Europe/Paris' };
  const count = instantsAt(local, zone).length;
  const found = `${local} in ${zone}`;
  if (count === 0) return { fault: 'TIME_DOES_NOT_EXIST', found, required: 'a time that its clocks show' };
  if (count === 1 && occurrence === 'second')
    return { fault: 'TIME_NOT_TWICE', found, required: 'a time that its clocks show twice' };
  return undefined;
}
