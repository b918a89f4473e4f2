import { basic, calendarText, textOf } from './content-lines.ts';

/** A day in a calendar (RFC 5545, 3.6.1): it takes the whole day, and makes nobody busy. */
export interface CalendarEntry {
  /** The same for ever, also when the day changes: calendars recognise the entry by it. */
  readonly uid: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly summary: string;
  readonly description?: string | undefined;
}

export interface Calendar {
  readonly name: string;
  /** `YYYY-MM-DD`, of the last change: a calendar that is the same again has the same text. */
  readonly revisedOn: string;
  /** Grows with each change. */
  readonly sequence: number;
  readonly entries: readonly CalendarEntry[];
}

/** Who wrote the file (RFC 5545, 3.7.3). */
const PRODUCT = '-//Grappe//Legal calendar//EN';

/** The calendar as iCalendar (RFC 5545): lines end in CR LF and are folded at 75 octets, never inside a character. */
export function icalendar({ name, revisedOn, sequence, entries }: Calendar): string {
  const components = entries.flatMap((entry) => linesOf(entry, basic(revisedOn), sequence));
  return calendarText(PRODUCT, name, components);
}

function linesOf(
  { uid, day, summary, description }: CalendarEntry,
  stamp: string,
  sequence: number,
): readonly string[] {
  return [
    ...['BEGIN:VEVENT', `UID:${textOf(uid)}`, `DTSTAMP:${stamp}T000000Z`, `SEQUENCE:${String(sequence)}`],
    ...[`DTSTART;VALUE=DATE:${basic(day)}`, `SUMMARY:${textOf(summary)}`],
    ...(description === undefined ? [] : [`DESCRIPTION:${textOf(description)}`]),
    ...['TRANSP:TRANSPARENT', 'END:VEVENT'],
  ];
}
