import { dayIn, earliest, instantOf, secondsBetween, startOfDay } from '#libs/kernel';
import type { CalendarDate, Instant, Refusal } from '#libs/kernel';
import { gatheringOn, type KnownGathering } from '../gathering/gathering.facts.ts';
import { spanOf } from '../gathering/schedule.ts';
import type { SeatsDecided } from './registrations.state.ts';

export type RegistrationClosed = Refusal<'EVT_REGISTRATION_CLOSED', 'found' | 'required'>;

/** Since when and up to when one may register; without a closing of its own, up to the end of the gathering, where it has a time. */
function windowOf(
  known: KnownGathering,
  { opensAt, closesAt }: Partial<Pick<SeatsDecided, 'opensAt' | 'closesAt'>>,
): { readonly opens?: Instant | undefined; readonly closes?: Instant | undefined } {
  const { zone } = known.plan.place;
  const { schedule } = gatheringOn(known);
  const end = schedule === undefined ? undefined : spanOf(schedule, zone).endsAt;
  return {
    opens: opensAt === undefined ? undefined : instantOf(opensAt, zone),
    closes: closesAt === undefined ? end : instantOf(closesAt, zone),
  };
}

/** The moment of a day at which a registration came of which only the day is known: the first one at which one may register, if any. */
export function momentOn(
  known: KnownGathering,
  decided: Partial<Pick<SeatsDecided, 'opensAt' | 'closesAt'>>,
  day: CalendarDate,
): Instant {
  const { zone } = known.plan.place;
  const { opens } = windowOf(known, decided);
  return opens !== undefined && dayIn(zone, opens) === day ? opens : startOfDay(day, zone);
}

/**
 * Why nobody registers at a moment: the gathering is none to come to, or it is too early or too late by the clocks of the place. What came before it is recorded
 * may have come before the gathering was held.
 */
export function closedAt(
  known: KnownGathering,
  decided: Pick<SeatsDecided, 'opensAt' | 'closesAt'>,
  { receivedAt, cameAt }: { readonly receivedAt: Instant; readonly cameAt?: Instant | undefined },
): RegistrationClosed | undefined {
  const moment = cameAt ?? receivedAt;
  const { state, since } = gatheringOn(known);
  if (state === 'draft') return closed('a draft', 'a gathering that is announced');
  const cameBefore = cameAt !== undefined && dayIn(known.plan.place.zone, cameAt) <= since;
  if (state === 'cancelled' || (state === 'held' && !cameBefore))
    return closed(`${state} since ${since}`, 'a gathering that lies ahead');
  const { opens, closes } = windowOf(known, decided);
  if (opens !== undefined && moment < opens) return closed(`received at ${moment}`, `not before ${opens}`);
  if (closes === undefined || moment < closes) return undefined;
  return closed(`received at ${moment}, late by ${String(secondsBetween(closes, moment))} s`, `before ${closes}`);
}

/** From when on no offer can be accepted, whatever was said with it: registration closes, or the gathering begins. Undefined where neither has a time. */
export function offersEndAt(known: KnownGathering, { closesAt }: Pick<SeatsDecided, 'closesAt'>): Instant | undefined {
  const { zone } = known.plan.place;
  const { schedule } = gatheringOn(known);
  const moments = [
    ...(closesAt === undefined ? [] : [instantOf(closesAt, zone)]),
    ...(schedule === undefined ? [] : [spanOf(schedule, zone).startsAt]),
  ];
  return moments.length === 0 ? undefined : earliest(...moments);
}

function closed(found: string, required: string): RegistrationClosed {
  return { type: 'EVT_REGISTRATION_CLOSED', found, required };
}
