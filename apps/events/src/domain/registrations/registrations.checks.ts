import { gatheringOn, type KnownGathering } from '../gathering/gathering.facts.ts';
import type { RegistrationClosed } from './registration-time.ts';
import type { RegistrationsRejection } from './registrations.commands.ts';
import {
  registrationOf,
  type Changed,
  type Claim,
  type Ended,
  type Registration,
  type Registrations,
  type SeatsDecided,
} from './registrations.state.ts';

/** The registration, or why there is none that lasts. */
export function lasting(
  state: Registrations,
  registrationId: string,
): Registration | (RegistrationsRejection & { readonly found: string }) {
  const known = registrationOf(state, registrationId);
  if (known === undefined) return { type: 'EVT_REGISTRATION_NOT_FOUND', found: registrationId };
  return known.ended === undefined ? known : { type: 'EVT_REGISTRATION_OVER', found: overSince(known.ended) };
}

/** An ending as it is recorded. */
export function ending({ received }: Registration, cause: Ended['cause'], on: string, reason?: string): Ended {
  const { gatheringId, registrationId } = received;
  return {
    type: 'RegistrationEnded',
    gatheringId,
    registrationId,
    cause,
    ...(reason === undefined ? {} : { reason }),
    on,
  };
}

export function changed({ received }: Registration, claim: Claim, on: string, exception?: string): Changed {
  const { gatheringId, registrationId } = received;
  const { role, seats, audience, reciprocity } = claim;
  return {
    ...{ type: 'RegistrationChanged', gatheringId, registrationId, role, seats, audience, on },
    ...(reciprocity === undefined ? {} : { reciprocity }),
    ...(exception === undefined ? {} : { exception }),
  };
}

export function overSince({ cause, on }: Ended): string {
  return `${cause} on ${on}`;
}

export function cancelledSince(known: KnownGathering): RegistrationClosed | undefined {
  const { state, since } = gatheringOn(known);
  if (state !== 'cancelled') return undefined;
  return {
    type: 'EVT_REGISTRATION_CLOSED',
    found: `cancelled since ${since}`,
    required: 'a gathering that takes place',
  };
}

export function tooLarge(seats: number, { party }: Pick<SeatsDecided, 'party'>): RegistrationsRejection | undefined {
  return seats <= party
    ? undefined
    : { type: 'EVT_PARTY_TOO_LARGE', found: String(seats), required: `at most ${String(party)}` };
}

export function before({ received }: Registration, on: string): RegistrationsRejection | undefined {
  return received.on <= on
    ? undefined
    : { type: 'EVT_BEFORE_REGISTRATION', found: on, required: `a day from ${received.on} on` };
}

/** The refusal of what finds no seats. */
export function full(lacked: readonly string[], { seats }: Pick<Claim, 'seats'>): RegistrationsRejection {
  return { type: 'EVT_GATHERING_FULL', found: lacked.join('; '), required: `${String(seats)} of each` };
}
