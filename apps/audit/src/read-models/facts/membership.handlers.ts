import type { GrappeEvents } from '#libs/contracts';
import { creates, keyed, updates, upserts, type Handlers, type TypedEvent } from '#libs/projections';
import { factId, ofKind, type Fact, type Origin } from './fact.ts';
import { changes, ends, notBeforeFirst, states } from './statements.ts';

type FactHandlers = Handlers<GrappeEvents, Fact>;
type Transferred = TypedEvent<GrappeEvents['membership.MemberTransferred']>;
type OriginAdded = TypedEvent<GrappeEvents['membership.MembershipOriginAdded']>;

/** Memberships and the names of organisations. */
export const membershipHandlers: FactHandlers = {
  'membership.OrganisationRegistered': keyed(
    ({ data }) => factId('organisation-name', data.organisationId),
    creates((event) => organisationNamed(undefined, event)),
  ),
  'membership.OrganisationRenamed': keyed(
    ({ data }) => factId('organisation-name', data.organisationId),
    updates((fact, event) => organisationNamed(fact, event)),
  ),
  'membership.MemberAdmitted': keyed(
    ({ data }) => factId('member', data.membershipId),
    upserts((fact, event) => {
      const { college, antennaId, since } = event.data;
      return states(fact, memberIdentity(event.data), since, { how: 'admission', college, antennaId }, event);
    }),
  ),
  'membership.MemberTransferred': keyed(
    ({ data }) => factId('member', data.membershipId),
    upserts((fact, event) => withOrigin(transferred(fact, event), event, event.data.since)),
  ),
  'membership.MembershipOriginAdded': keyed(
    ({ data }) => factId('member', data.membershipId),
    updates((fact, event) => withOrigin(fact, event, event.data.on)),
  ),
  'membership.MembershipSucceeded': keyed(
    ({ data }) => factId('member', data.membershipId),
    updates((fact, event) => {
      const { operationId, successorMembershipId, successorClusterId, on } = event.data;
      const into = { id: successorMembershipId, subjectId: successorClusterId };
      return ends(fact, 'member', on, { cause: 'succession', operationId, into }, event);
    }),
  ),
  'membership.MembershipEnded': keyed(
    ({ data }) => factId('member', data.membershipId),
    updates((fact, event) => ends(fact, 'member', event.data.on, { cause: event.data.cause }, event)),
  ),
};

/** Antennas, which pass from cluster to cluster. */
export const antennaHandlers: FactHandlers = {
  'membership.AntennaOpened': keyed(
    ({ data }) => factId('antenna', data.antennaId),
    creates((event) => {
      const { antennaId, clusterId, name, brand, since } = event.data;
      const identity = { kind: 'antenna', id: antennaId, subjectId: clusterId } as const;
      return states(undefined, identity, since, { clusterId, name, brand }, event);
    }),
  ),
  'membership.AntennaPassed': keyed(
    ({ data }) => factId('antenna', data.antennaId),
    updates((fact, event) => {
      const { to, operationId, on } = event.data;
      // It passes by law, whatever its own day: one that was opened later is the successor's from its first day.
      const since = notBeforeFirst(fact, on);
      return { ...changes(fact, 'antenna', since, { clusterId: to, operationId }, event), subjectId: to };
    }),
  ),
  'membership.AntennaClosed': keyed(
    ({ data }) => factId('antenna', data.antennaId),
    updates((fact, event) => ends(fact, 'antenna', event.data.on, { cause: 'closed' }, event)),
  ),
};

function organisationNamed(
  fact: Fact | undefined,
  event: TypedEvent<GrappeEvents['membership.OrganisationRenamed']>,
): Fact {
  const { organisationId: id, name, since } = event.data;
  return states(fact, { kind: 'organisation-name', id, subjectId: id }, since, { name }, event);
}

function memberIdentity(data: {
  readonly membershipId: string;
  readonly clusterId: string;
  readonly organisationId: string;
}) {
  const { membershipId: id, clusterId: subjectId, organisationId: objectId } = data;
  return { kind: 'member', id, subjectId, objectId } as const;
}

function transferred(fact: Fact | undefined, event: Transferred): Fact {
  const { college, antennaId, operationId, since } = event.data;
  const value = { how: 'succession', operationId, college, antennaId } as const;
  return states(fact, memberIdentity(event.data), since, value, event);
}

function withOrigin(
  fact: Fact,
  { id: eventId, data: { origin, operationId }, metadata: { recordedAt } }: Transferred | OriginAdded,
  on: string,
): Fact {
  const own = ofKind(fact, 'member');
  const added: Origin = { ...origin, operationId, on, recordedAt, eventId };
  return { ...own, origins: [...(own.origins ?? []), added] };
}
