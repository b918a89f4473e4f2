import type { GrappeEvents } from '#libs/contracts';
import { creates, updates, upserts, type Handlers, type TypedEvent } from '#libs/projections';
import { ofKind, type Fact, type Origin } from './fact.ts';
import { changes, factsOf, notBeforeFirst, states } from './statements.ts';

type Transferred = TypedEvent<GrappeEvents['membership.MemberTransferred']>;
type OriginAdded = TypedEvent<GrappeEvents['membership.MembershipOriginAdded']>;

const organisationName = factsOf('organisation-name', 'organisationId');
const member = factsOf('member', 'membershipId');
const antenna = factsOf('antenna', 'antennaId');

/** Memberships, the names of organisations, and antennas, which pass from cluster to cluster. */
export const membershipHandlers: Handlers<GrappeEvents, Fact> = {
  'membership.OrganisationRegistered': organisationName.under(creates((event) => stateName(undefined, event))),
  'membership.OrganisationRenamed': organisationName.under(updates((fact, event) => stateName(fact, event))),
  'membership.MemberAdmitted': member.under(
    upserts((fact, event) => {
      const { college, antennaId, since } = event.data;
      return states(fact, memberIdentity(event.data), since, { how: 'admission', college, antennaId }, event);
    }),
  ),
  'membership.MemberTransferred': member.under(
    upserts((fact, event) => withOrigin(stateTransfer(fact, event), event, event.data.since)),
  ),
  'membership.MembershipOriginAdded': member.under(updates((fact, event) => withOrigin(fact, event, event.data.on))),
  'membership.MembershipSucceeded': member.ends(({ operationId, successorMembershipId, successorClusterId }) => {
    return { cause: 'succession', operationId, into: { id: successorMembershipId, subjectId: successorClusterId } };
  }),
  'membership.MembershipEnded': member.ends(({ cause }) => ({ cause })),
  'membership.AntennaOpened': antenna.begins(({ clusterId, name, brand, since: on }) => {
    return { subjectId: clusterId, on, value: { clusterId, name, brand } };
  }),
  'membership.AntennaPassed': antenna.under(
    updates((fact, event) => {
      const { to, operationId, on } = event.data;
      // It passes by law, whatever its own day: one that was opened later is the successor's from its first day.
      const since = notBeforeFirst(fact, on);
      return { ...changes(fact, 'antenna', since, { clusterId: to, operationId }, event), subjectId: to };
    }),
  ),
  'membership.AntennaClosed': antenna.ends(() => ({ cause: 'closed' })),
};

function stateName(fact: Fact | undefined, event: TypedEvent<GrappeEvents['membership.OrganisationRenamed']>): Fact {
  const { organisationId: id, name, since } = event.data;
  return states(fact, { kind: 'organisation-name', id, subjectId: id }, since, { name }, event);
}

function memberIdentity(data: GrappeEvents['membership.MemberAdmitted']) {
  const { membershipId: id, clusterId: subjectId, organisationId: objectId } = data;
  return { kind: 'member', id, subjectId, objectId } as const;
}

function stateTransfer(fact: Fact | undefined, event: Transferred): Fact {
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
