import type { GrappeEvents } from '#libs/contracts';
import type { Projection, TypedEvent } from '#libs/projections';
import { factId, ofKind, type Fact, type Origin } from './fact.ts';
import { changes, ends, states } from './statements.ts';

type Handlers = Projection<GrappeEvents, Fact>['on'];
type Transferred = TypedEvent<GrappeEvents['membership.MemberTransferred']>;
type OriginAdded = TypedEvent<GrappeEvents['membership.MembershipOriginAdded']>;

/** Memberships and the names of organisations. */
export const membershipHandlers: Handlers = {
  'membership.OrganisationRegistered': {
    keys: ({ data }) => factId('organisation-name', data.organisationId),
    evolve: (fact, event) => organisationNamed(fact, event),
  },
  'membership.OrganisationRenamed': {
    keys: ({ data }) => factId('organisation-name', data.organisationId),
    evolve: (fact, event) => organisationNamed(fact, event),
  },
  'membership.MemberAdmitted': {
    keys: ({ data }) => factId('member', data.membershipId),
    evolve: (fact, event) => {
      const { college, antennaId, since } = event.data;
      return states(fact, memberIdentity(event.data), since, { how: 'admission', college, antennaId }, event);
    },
  },
  'membership.MemberTransferred': {
    keys: ({ data }) => factId('member', data.membershipId),
    evolve: (fact, event) => withOrigin(transferred(fact, event), event, event.data.since),
  },
  'membership.MembershipOriginAdded': {
    keys: ({ data }) => factId('member', data.membershipId),
    evolve: (fact, event) => withOrigin(fact, event, event.data.on),
  },
  'membership.MembershipSucceeded': {
    keys: ({ data }) => factId('member', data.membershipId),
    evolve: (fact, event) => {
      const { operationId, successorMembershipId, successorClusterId, on } = event.data;
      const into = { id: successorMembershipId, subjectId: successorClusterId };
      return ends(fact, 'member', on, { cause: 'succession', operationId, into }, event);
    },
  },
  'membership.MembershipEnded': {
    keys: ({ data }) => factId('member', data.membershipId),
    evolve: (fact, event) => ends(fact, 'member', event.data.on, { cause: event.data.cause }, event),
  },
};

/** Antennas, which pass from cluster to cluster. */
export const antennaHandlers: Handlers = {
  'membership.AntennaOpened': {
    keys: ({ data }) => factId('antenna', data.antennaId),
    evolve: (fact, event) => {
      const { antennaId, clusterId, name, brand, since } = event.data;
      const identity = { kind: 'antenna', id: antennaId, subjectId: clusterId } as const;
      return states(fact, identity, since, { clusterId, name, brand }, event);
    },
  },
  'membership.AntennaPassed': {
    keys: ({ data }) => factId('antenna', data.antennaId),
    evolve: (fact, event) => {
      const { to, operationId, on } = event.data;
      const passed = ofKind(changes(fact, 'antenna', on, { clusterId: to, operationId }, event), 'antenna');
      return passed === undefined ? undefined : { ...passed, subjectId: to };
    },
  },
  'membership.AntennaClosed': {
    keys: ({ data }) => factId('antenna', data.antennaId),
    evolve: (fact, event) => ends(fact, 'antenna', event.data.on, { cause: 'closed' }, event),
  },
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
  fact: Fact | undefined,
  { id: eventId, data: { origin, operationId }, metadata: { recordedAt } }: Transferred | OriginAdded,
  on: string,
): Fact | undefined {
  const own = ofKind(fact, 'member');
  if (own === undefined) return undefined;
  const added: Origin = { ...origin, operationId, on, recordedAt, eventId };
  return { ...own, origins: [...(own.origins ?? []), added] };
}
