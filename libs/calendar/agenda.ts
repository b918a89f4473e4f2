import { basic, calendarText, textOf } from './content-lines.ts';

/** A day, what the clocks of a zone show, or an instant (RFC 5545, 3.3.4 and 3.3.5). */
export type Moment =
  | { readonly day: string }
  /** `YYYY-MM-DDTHH:mm`; of an hour that comes twice, the first. */
  | { readonly local: string; readonly zone: string }
  | { readonly instant: string };

/** Something that takes place (RFC 5545, 3.6.1). */
export interface Happening {
  /** The same for ever, whatever becomes of it: calendars recognise it by this. Dates of one recurrence share it. */
  readonly uid: string;
  /** Grows with each change of its time, place or state. */
  readonly sequence: number;
  /** The instant of the last change: what has not changed has the same text. */
  readonly changedAt: string;
  readonly status: 'CONFIRMED' | 'CANCELLED';
  readonly start: Moment;
  /** The first moment after it; of whole days the day after the last one. */
  readonly end: Moment;
  readonly summary: string;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
  /** So many dates at the same time of the clocks, without some. */
  readonly rule?:
    { readonly everyWeeks: number; readonly count: number; readonly without: readonly Moment[] } | undefined;
  /** Of one date of a recurrence: when it was to be by the rule. */
  readonly replaces?: Moment | undefined;
}

/** A change of the clocks: what they showed at that moment before it, with the offsets from UTC before and after, `+01:00`. */
export interface ClockChange {
  readonly local: string;
  readonly before: string;
  readonly after: string;
}

/** The clocks of a zone from a local time on. */
export interface Clocks {
  readonly zone: string;
  readonly since: string;
  readonly offset: string;
  readonly changes: readonly ClockChange[];
}

export interface Agenda {
  readonly name: string;
  /** Of every zone that a moment names. */
  readonly clocks: readonly Clocks[];
  readonly happenings: readonly Happening[];
}

/** Who wrote the file (RFC 5545, 3.7.3). */
const PRODUCT = '-//Grappe//Gatherings//EN';

/** The agenda as iCalendar (RFC 5545): times are those of the clocks of the place, with the changes of these clocks beside them. */
export function agendaText({ name, clocks, happenings }: Agenda): string {
  return calendarText(PRODUCT, name, [...clocks.flatMap(zoneLines), ...happenings.flatMap(eventLines)]);
}

function eventLines(happening: Happening): readonly string[] {
  const { uid, sequence, changedAt, status, start, end, summary, location, description, rule, replaces } = happening;
  const stamp = basic(changedAt);
  return [
    ...['BEGIN:VEVENT', `UID:${textOf(uid)}`, `DTSTAMP:${stamp}`, `LAST-MODIFIED:${stamp}`],
    ...[`SEQUENCE:${String(sequence)}`, ...(replaces === undefined ? [] : [momentLine('RECURRENCE-ID', replaces)])],
    ...[momentLine('DTSTART', start), momentLine('DTEND', end)],
    ...(rule === undefined
      ? []
      : [
          `RRULE:FREQ=WEEKLY;INTERVAL=${String(rule.everyWeeks)};COUNT=${String(rule.count)}`,
          ...rule.without.map((moment) => momentLine('EXDATE', moment)),
        ]),
    `SUMMARY:${textOf(summary)}`,
    ...(location === undefined ? [] : [`LOCATION:${textOf(location)}`]),
    ...(description === undefined ? [] : [`DESCRIPTION:${textOf(description)}`]),
    ...[`STATUS:${status}`, 'END:VEVENT'],
  ];
}

function momentLine(property: string, moment: Moment): string {
  if ('day' in moment) return `${property};VALUE=DATE:${basic(moment.day)}`;
  if ('instant' in moment) return `${property}:${basic(moment.instant)}`;
  return `${property};TZID=${moment.zone}:${basic(moment.local)}00`;
}

/** RFC 5545, 3.6.5: an observance for each pair of offsets, with the days of its changes. */
function zoneLines({ zone, since, offset, changes }: Clocks): readonly string[] {
  const first = changes[0];
  const isDaylight = first !== undefined && minutesOf(first.after) < minutesOf(first.before);
  const observances = new Map<string, ClockChange[]>();
  for (const change of changes) {
    const key = `${change.before} ${change.after}`;
    observances.set(key, [...(observances.get(key) ?? []), change]);
  }
  return [
    ...['BEGIN:VTIMEZONE', `TZID:${zone}`],
    ...observanceLines(isDaylight, { local: since, before: offset, after: offset }, []),
    ...[...observances.values()].flatMap(([one, ...others]) =>
      one === undefined ? [] : observanceLines(minutesOf(one.after) > minutesOf(one.before), one, others),
    ),
    'END:VTIMEZONE',
  ];
}

function observanceLines(isDaylight: boolean, first: ClockChange, others: readonly ClockChange[]): readonly string[] {
  const name = isDaylight ? 'DAYLIGHT' : 'STANDARD';
  const dates = [first, ...others].map(({ local }) => `RDATE:${basic(local)}00`);
  return [
    ...[`BEGIN:${name}`, `DTSTART:${basic(first.local)}00`, ...dates],
    ...[`TZOFFSETFROM:${basicOffset(first.before)}`, `TZOFFSETTO:${basicOffset(first.after)}`, `END:${name}`],
  ];
}

/** East of Greenwich. */
function minutesOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (60 * hours + minutes);
}

function basicOffset(offset: string): string {
  return offset.replace(':', '');
}
