import { addDays, calendarDate, type CalendarDate } from './calendar.ts';
import { inForceOn, type Dated } from './dated.ts';
import { holdsOn, type Term } from './term.ts';

/** A mandate of an office as far as its days are concerned. */
export interface OfficeTerm extends Term {
  readonly mandateId: string;
  readonly personId: string;
  /** The mandate of the same office whose successor it is. */
  readonly follows?: string | undefined;
}

/** How many persons may hold an office side by side, from a day on. */
export interface Seats extends Dated {
  readonly maxHolders: number;
}

/** The days after the limit of a mandate on which nobody had taken its place. */
export interface Overrun {
  /** The day after the limit. */
  readonly since: CalendarDate;
  /** The day on which the successor began, or on which the mandate was ended; undefined where neither has happened. */
  readonly until?: string | undefined;
  /** The mandate that took its place. */
  readonly by?: string | undefined;
}

/**
 * The mandates of an office whose limit passed before a successor began, each with the days in between. In an office that is held until replaced these are
 * the days on which the holder is carried over; in any other one those on which the seat is vacant.
 *
 * The place of a mandate is taken by the one that follows it or by a new one of the same person; by any other one where the office has no room for both. Then the
 * mandate whose limit passed first leaves first.
 */
export function overruns(terms: readonly OfficeTerm[], seats: readonly Seats[]): ReadonlyMap<string, Overrun> {
  const places = new Map(
    terms.flatMap((term): readonly [string, Place][] => {
      const { mandateId, limit, until } = term;
      if (limit === undefined) return [];
      const since = addDays(calendarDate(limit), 1);
      return until === undefined || until > since ? [[mandateId, { term, since, until }]] : [];
    }),
  );
  if (places.size === 0) return new Map();
  const days = new Set([...terms, ...seats].map(({ since }) => since));
  for (const day of [...days].sort()) takePlaces(places, terms, { day, seats });
  return new Map(
    [...places].flatMap(([mandateId, { since, until, by }]): readonly [string, Overrun][] =>
      until !== undefined && until <= since ? [] : [[mandateId, { since, until, by }]],
    ),
  );
}

interface Place {
  readonly term: OfficeTerm;
  readonly since: CalendarDate;
  until?: string | undefined;
  by?: string | undefined;
}

function takePlaces(
  places: ReadonlyMap<string, Place>,
  terms: readonly OfficeTerm[],
  { day, seats }: { readonly day: string; readonly seats: readonly Seats[] },
): void {
  const beginning = terms.filter((term) => term.since === day && holdsOn(term, day));
  const isOpen = ({ until }: Place): boolean => until === undefined || until > day;
  const free: OfficeTerm[] = [];
  for (const term of beginning) {
    const succeeded = [...places.values()].find(
      (place) => isOpen(place) && place.term.since < day && isSuccessor(term, place.term),
    );
    if (succeeded === undefined) free.push(term);
    else take(succeeded, term, day);
  }
  const held = terms.filter((term) => holdsOn(term, day)).length;
  const waiting = [...places.values()]
    .filter((place) => place.since <= day && isOpen(place) && place.term.since < day)
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  const room = (inForceOn(seats, day)?.maxHolders ?? 0) - held;
  for (const place of waiting.slice(0, Math.max(0, waiting.length - Math.max(0, room)))) take(place, free.shift(), day);
}

function isSuccessor({ follows, personId, mandateId }: OfficeTerm, before: OfficeTerm): boolean {
  if (mandateId === before.mandateId) return false;
  return follows === before.mandateId || personId === before.personId;
}

/** A successor that began before the limit takes the place on the day after it: it is never open. */
function take(place: Place, by: OfficeTerm | undefined, day: string): void {
  place.until = day > place.since ? day : place.since;
  place.by = by?.mandateId;
}

/**
 * The terms of an office that is held until replaced: a mandate past its limit holds until its place is taken. `isUntilReplaced` says of the day after a limit
 * whether the rule applied then.
 */
export function heldUntilReplaced<Held extends OfficeTerm>(
  terms: readonly Held[],
  seats: readonly Seats[],
  isUntilReplaced: (day: string) => boolean,
): readonly (Held & { readonly overrun?: Overrun })[] {
  const known = overruns(terms, seats);
  return terms.map((term) => {
    const overrun = known.get(term.mandateId);
    if (overrun === undefined || !isUntilReplaced(overrun.since)) return term;
    const { limit: _passed, until: _own, ...held } = term;
    return { ...(held as Held), ...(overrun.until === undefined ? {} : { until: overrun.until }), overrun };
  });
}
