import { earliest, instantOf, secondsBetween, type Instant, type Refusal } from '#libs/kernel';
import { gatheringOn, type KnownGathering } from '../gathering/gathering.facts.ts';
import { spanOf } from '../gathering/schedule.ts';
import type { SeatsDecided } from './registrations.state.ts';

export type RegistrationClosed = Refusal<'EVT_REGISTRATION_CLOSED', 'found' | 'required'>;

/** Since when and up to when one may register; without a closing of its own, up to the end of the gathering, where it has a time. */
function windowOf(
  known: KnownGathering,
  { opensAt, closesAt }: Pick<SeatsDecided, 'opensAt' | 'closesAt'>,
): { readonly opens?: Instant | undefined; readonly closes?: Instant | undefined } {
  const { zone } = known.plan.place;
  const { schedule } = gatheringOn(known);
  const end = schedule === undefined ? undefined : spanOf(schedule, zone).endsAt;
  return {
    opens: opensAt === undefined ? undefined : instantOf(opensAt, zone),
    closes: closesAt === undefined ? end : instantOf(closesAt, zone),
  };
}

/** Why nobody registers at a moment: the gathering is none to come to, or it is too early or too late by the clocks of the place. */
export function closedAt(
  known: KnownGathering,
  decided: Pick<SeatsDecided, 'opensAt' | 'closesAt'>,
  moment: Instant,
): RegistrationClosed | undefined {
  const { state, since } = gatheringOn(known);
  if (state === 'draft') return closed('a draft', 'a gathering that is announced');
  if (state === 'cancelled' || state === 'held')
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
