import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

export interface ListedMember {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly antennaId?: string | undefined;
  readonly since: string;
  readonly active: boolean;
}

interface Membership {
  readonly clusterId: string;
  readonly organisationId: string;
}

const keyOf = ({ clusterId, organisationId }: Membership): string => `${clusterId}/${organisationId}`;

function begun({
  clusterId,
  organisationId,
  antennaId,
  since,
}: GrappeEvents['membership.MemberAdmitted' | 'membership.MemberTransferred']): ListedMember {
  return { clusterId, organisationId, ...(antennaId === undefined ? {} : { antennaId }), since, active: true };
}

function ended(document: ListedMember | undefined): ListedMember | undefined {
  return document === undefined ? undefined : { ...document, active: false };
}

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = projection<GrappeEvents, ListedMember>({
  name: 'mergers.member-lists',
  version: 1,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    active: { type: 'boolean', from: 'active' },
  },
  indexes: [['cluster_id', 'active']],
  on: {
    'membership.MemberAdmitted': { keys: ({ data }) => keyOf(data), evolve: (_document, { data }) => begun(data) },
    'membership.MemberTransferred': { keys: ({ data }) => keyOf(data), evolve: (_document, { data }) => begun(data) },
    'membership.MembershipEnded': { keys: ({ data }) => keyOf(data), evolve: ended },
    'membership.MembershipSucceeded': { keys: ({ data }) => keyOf(data), evolve: ended },
  },
});
