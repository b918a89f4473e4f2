import { dayOf, instant, type Instant } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { announced, gatheringId, planned, telecomValley } from '../../gathering/testing/gathering.fixtures.ts';
import {
  evolveGathering,
  noGathering,
  type GatheringFact,
  type KnownGathering,
} from '../../gathering/gathering.facts.ts';
import type {
  AcceptOffer,
  ChangeRegistration,
  CloseRegistrations,
  DecideSeats,
  DeclineOffer,
  Register,
  RegistrationsCommand,
  ReinstateRegistration,
  ReopenRegistrations,
  ReviewOffers,
} from '../registrations.commands.ts';
import { registrations } from '../registrations.ts';
import { isSeated, registrationOf, waits, type RegistrationEvent, type Registrations } from '../registrations.state.ts';
import type { Belonging } from '../rights.ts';
import { freeFor } from '../seats.ts';

export { gatheringId, telecomValley };
export const DAY = '2016-05-02';
export const medinsoft = countedUuid(9, 0xe2);
export const agreementId = countedUuid(9, 0xe3);
export const service = 'Rencontres';

/** Letters stand for registrations, their persons and their organisations. */
export const idOf = (letter: string) => countedUuid(letter.charCodeAt(0), 0xe4);
export const personOf = (letter: string) => ({
  ...{ personId: countedUuid(letter.charCodeAt(0), 0xe5), name: `Personne ${letter}` },
});
export const organisationOf = (letter: string) => countedUuid(letter.charCodeAt(0), 0xe6);

/** A gathering that is announced, for everybody, with what has become of it. */
export function gatheringAfter(more: object = {}, ...facts: readonly GatheringFact[]): KnownGathering {
  const everybody = planned({ audience: ['member', 'reciprocal', 'public'], coHosts: [], ...more });
  const { known } = [everybody, announced('2016-04-04'), ...facts].reduce(evolveGathering, noGathering);
  if (known === undefined) throw new TypeError('a gathering that is planned is known');
  return known;
}

export const lunch = gatheringAfter();
/** When decisions are received, unless something else is said. */
export const NOW = instant('2016-05-02T10:00:00Z');
const at = { gathering: lunch, gatheringId, lapsed: [] as readonly string[], receivedAt: NOW };

export const decideSeats = (seats: number | null, more: Partial<DecideSeats> = {}): DecideSeats => ({
  ...{ type: 'DecideSeats', ...at, clusterId: telecomValley, seats, audiences: [], clusters: [] },
  ...{ waiting: 'strict', counted: ['participant'], party: 4, service, since: '2016-04-04', ...more },
});

const member: Belonging = { clusterIds: [telecomValley], agreements: [] };
/** A member of another cluster, which comes by a quota. */
export const guest = (quota = 5): Belonging => ({
  clusterIds: [medinsoft],
  agreements: [
    { agreementId, clusterIds: [telecomValley, medinsoft], services: [{ service, modality: 'quota', quota }] },
  ],
});

export const register = (letter: string, more: Partial<Register> = {}): Register => ({
  ...{ type: 'Register', ...at, registrationId: idOf(letter), person: personOf(letter), role: 'participant', seats: 1 },
  ...{
    organisationId: organisationOf(letter),
    belonging: member,
    on: DAY,
  },
  ...more,
});
export const cancel = (letter: string, on = DAY): RegistrationsCommand => ({
  ...{ type: 'CancelRegistration', ...at, registrationId: idOf(letter), on },
});
export const voids = (letter: string, on = DAY): RegistrationsCommand => ({
  ...{ type: 'VoidRegistration', ...at, registrationId: idOf(letter), reason: 'Erreur', on },
});
export const change = (letter: string, more: Partial<ChangeRegistration>): RegistrationsCommand => ({
  ...{ type: 'ChangeRegistration', ...at, registrationId: idOf(letter), on: DAY, ...more },
});
export const seat = (letter: string): RegistrationsCommand => ({
  ...{ type: 'SeatRegistration', ...at, registrationId: idOf(letter), exception: 'Invité', on: DAY },
});
export const acceptOffer = (letter: string, more: Partial<AcceptOffer> = {}): AcceptOffer => ({
  ...{ type: 'AcceptOffer', ...at, registrationId: idOf(letter), on: DAY, ...more },
});
export const declineOffer = (letter: string, more: Partial<DeclineOffer> = {}): DeclineOffer => ({
  ...{ type: 'DeclineOffer', ...at, registrationId: idOf(letter), on: DAY, ...more },
});
/** What a timer brings about at an instant. */
export const reviewOffers = (receivedAt: Instant, more: Partial<ReviewOffers> = {}): ReviewOffers => ({
  ...{ type: 'ReviewOffers', ...at, receivedAt, on: dayOf(receivedAt), ...more },
});
export const reinstate = (letter: string, more: Partial<ReinstateRegistration> = {}): ReinstateRegistration => ({
  ...{ type: 'ReinstateRegistration', ...at, registrationId: idOf(letter), belonging: member, reason: 'Erreur' },
  ...{ on: DAY, ...more },
});
export const reopen = (more: Partial<ReopenRegistrations> = {}): ReopenRegistrations => ({
  ...{ type: 'ReopenRegistrations', ...at, belonging: () => member, reason: 'Grève levée', on: DAY, ...more },
});
export const attend = (letter: string, present: number | null, on = '2016-07-04'): RegistrationsCommand => ({
  ...{ type: 'RecordAttendance', ...at, registrationId: idOf(letter), present, on },
});
export const nameParty = (letter: string, ...others: readonly string[]): RegistrationsCommand => ({
  ...{ type: 'NameParty', ...at, registrationId: idOf(letter), persons: others.map(personOf), on: DAY },
});
export const review = (letter: string, belonging: Belonging): RegistrationsCommand => ({
  ...{ type: 'ReviewRights', ...at, organisationId: organisationOf(letter), belonging, on: DAY },
});
export const close = (cause: CloseRegistrations['cause'] = 'gathering-cancelled'): RegistrationsCommand => ({
  ...{ type: 'CloseRegistrations', ...at, cause, on: DAY },
});

/** The state after commands. @throws TypeError for one that is refused */
export function after(
  commands: readonly RegistrationsCommand[],
  from: Registrations = registrations.initial,
): Registrations {
  return commands.reduce((state, command) => {
    const decision = registrations.decide(command, state);
    if (!decision.ok) throw new TypeError(`refused: ${JSON.stringify(decision.rejection)}`);
    return decision.events.reduce<Registrations>(
      (before, event: RegistrationEvent) => registrations.evolve(before, event),
      state,
    );
  }, from);
}

/** Of which registrations something is so, by their letters in the order of their turns. */
export function lettersOf(state: Registrations, letters: string, is: typeof waits): string {
  return state.entries
    .filter(is)
    .map(
      ({ received: { registrationId } }) => Array.from(letters).find((letter) => idOf(letter) === registrationId) ?? '',
    )
    .join('');
}

/** Who is seated and who waits, by their letters in the order of their turns, with what is free of the whole. */
export function seating(state: Registrations, letters: string) {
  const which = (is: typeof waits): string => lettersOf(state, letters, is);
  const free = freeFor({ role: 'participant', seats: 1, audience: 'member' }, state);
  return { seated: which(isSeated), waiting: which(waits), free };
}

export const endOf = (state: Registrations, letter: string) => registrationOf(state, idOf(letter))?.ended?.cause;
