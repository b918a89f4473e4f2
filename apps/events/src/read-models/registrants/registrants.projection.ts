import type { GrappeEvents, Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, projection, updates } from '#libs/projections';
import type { Claim } from '../../domain/registrations/registrations.state.ts';

type Received = Immutable<GrappeEvents['events.RegistrationReceived']>;

/** A registration as it is stored, with what it takes from each day on. */
export interface RegistrantDocument extends Pick<
  Received,
  'gatheringId' | 'registrationId' | 'clusterId' | 'turn' | 'person' | 'organisationId'
> {
  /** In the order in which they were recorded; the first one is as it was received. */
  readonly claims: readonly (Claim & { readonly since: string })[];
  readonly on: string;
  readonly seatedOn?: string | undefined;
  readonly ended?: Immutable<Pick<GrappeEvents['events.RegistrationEnded'], 'cause' | 'reason' | 'on'>> | undefined;
  readonly persons: readonly Received['person'][];
  readonly attendance?: { readonly present: number | null; readonly on: string } | undefined;
  readonly isOver: boolean;
}

/** Every registration for a gathering; the key is its id. What it is on a day is computed when it is read. */
export const registrants = projection<GrappeEvents, RegistrantDocument>({
  name: 'events.registrants',
  version: 1,
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
        ...(outcome === 'seated' ? { seatedOn: on } : {}),
        ...{ persons: [], isOver: false },
      };
    }),
    'events.RegistrationPromoted': updates((known, { data: { on } }) => ({ ...known, seatedOn: on })),
    'events.RegistrationChanged': updates((known, { data: { role, seats, audience, reciprocity, on } }) => ({
      ...known,
      claims: [
        ...known.claims,
        { since: on, role, seats, audience, ...(reciprocity === undefined ? {} : { reciprocity }) },
      ],
    })),
    'events.PartyNamed': updates((known, { data: { persons } }) => ({ ...known, persons })),
    'events.RegistrationEnded': updates((known, { data: { cause, reason, on } }) => ({
      ...known,
      ended: { cause, ...(reason === undefined ? {} : { reason }), on },
      isOver: true,
    })),
    'events.AttendanceRecorded': updates((known, { data: { present, on } }) => ({
      ...known,
      attendance: { present, on },
    })),
  },
});
