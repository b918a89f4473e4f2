import type { GrappeEvents, Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, keyed, projection, updates } from '#libs/projections';
import type { Claim, Placed } from '../../domain/registrations/registrations.state.ts';

type Received = Immutable<GrappeEvents['events.RegistrationReceived']>;
type Ended = Immutable<Pick<GrappeEvents['events.RegistrationEnded'], 'cause' | 'reason' | 'on'>>;

/** What has become of a registration from a day on. */
export type RegistrantStep =
  | { readonly became: 'waiting' | 'seated'; readonly since: string }
  | { readonly became: 'offered'; readonly since: string; readonly until: string }
  | { readonly became: 'over'; readonly since: string; readonly ended: Ended };

/** A registration as it is stored, with what it takes from each day on. */
export interface RegistrantDocument extends Pick<
  Received,
  'gatheringId' | 'registrationId' | 'clusterId' | 'turn' | 'person' | 'organisationId'
> {
  /** In the order in which they were recorded; the first one is as it was received. */
  readonly claims: readonly (Claim & { readonly since: string })[];
  readonly on: string;
  /** In the order in which they were recorded. */
  readonly steps: readonly RegistrantStep[];
  readonly persons: readonly Received['person'][];
  readonly attendance?: { readonly present: number | null; readonly on: string } | undefined;
  readonly isOver: boolean;
}

function became(known: RegistrantDocument, step: RegistrantStep): RegistrantDocument {
  return { ...known, steps: [...known.steps, step], isOver: step.became === 'over' };
}

/** What has come of a registration by a day; at the end of all where no day is given. */
export function placedOn(
  { steps }: Pick<RegistrantDocument, 'steps'>,
  day?: string,
): Pick<Placed, 'seatedOn' | 'offer'> & { readonly ended?: Ended | undefined } {
  return steps
    .filter(({ since }) => day === undefined || since <= day)
    .reduce<ReturnType<typeof placedOn>>((before, step) => {
      switch (step.became) {
        case 'waiting':
          return {};
        case 'offered':
          return { offer: { until: step.until, on: before.offer?.on ?? step.since } };
        case 'seated':
          return { seatedOn: step.since };
        case 'over':
          return { ...before, ended: step.ended };
      }
    }, {});
}

/** Every registration for a gathering; the key is its id. What it is on a day is computed when it is read. */
export const registrants = projection<GrappeEvents, RegistrantDocument>({
  name: 'events.registrants',
  version: 3,
  order: AS_RECORDED,
  columns: {
    registration_id: { type: 'text', from: 'registrationId' },
    gathering_id: { type: 'text', from: 'gatheringId' },
    cluster_id: { type: 'text', from: 'clusterId' },
    organisation_id: { type: 'text', from: 'organisationId' },
    person_id: { type: 'text', from: 'person.personId' },
    turn: { type: 'integer', from: 'turn' },
    is_over: { type: 'boolean', from: 'isOver' },
  },
  indexes: [['gathering_id'], ['cluster_id'], ['organisation_id'], ['person_id'], ['turn']],
  key: 'registrationId',
  on: {
    'events.RegistrationReceived': creates(({ data }) => {
      const { gatheringId, registrationId, clusterId, turn, person, organisationId, outcome, on } = data;
      const { role, seats, audience, reciprocity } = data;
      return {
        ...{ gatheringId, registrationId, clusterId, turn, person, on },
        ...(organisationId === undefined ? {} : { organisationId }),
        claims: [{ since: on, role, seats, audience, ...(reciprocity === undefined ? {} : { reciprocity }) }],
        ...{ steps: [{ became: outcome, since: on }], persons: [], isOver: false },
      };
    }),
    'events.RegistrationPromoted': updates((known, { data: { on } }) => became(known, { became: 'seated', since: on })),
    'events.SeatsOffered': updates((known, { data: { until, on } }) =>
      became(known, { became: 'offered', since: on, until }),
    ),
    'events.RegistrationReinstated': updates((known, { data: { outcome, on } }) =>
      became(known, { became: outcome, since: on }),
    ),
    'events.RegistrationChanged': updates((known, { data: { role, seats, audience, reciprocity, on } }) => ({
      ...known,
      claims: [
        ...known.claims,
        { since: on, role, seats, audience, ...(reciprocity === undefined ? {} : { reciprocity }) },
      ],
    })),
    'events.RegistrationsPassed': keyed(
      ({ data: { registrationIds } }) => registrationIds,
      updates((known, { data: { to: clusterId } }) => ({ ...known, clusterId })),
    ),
    'events.PartyNamed': updates((known, { data: { persons } }) => ({ ...known, persons })),
    'events.RegistrationEnded': updates((known, { data: { cause, reason, on } }) =>
      became(known, {
        became: 'over',
        since: on,
        ended: { cause, ...(reason === undefined ? {} : { reason }), on },
      }),
    ),
    'events.AttendanceRecorded': updates((known, { data: { present, on } }) => ({
      ...known,
      attendance: { present, on },
    })),
  },
});
