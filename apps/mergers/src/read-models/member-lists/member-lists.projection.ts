import type { GrappeEvents } from '#libs/contracts';
import { keyed, projection, updates, upserts } from '#libs/projections';

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

function ended(member: ListedMember): ListedMember {
  return { ...member, active: false };
}

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = projection<GrappeEvents, ListedMember>({
  name: 'mergers.member-lists',
  version: 2,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    active: { type: 'boolean', from: 'active' },
  },
  indexes: [['cluster_id', 'active']],
  on: {
    'membership.MemberAdmitted': keyed(
      ({ data }) => keyOf(data),
      upserts((_member, { data }) => begun(data)),
    ),
    'membership.MemberTransferred': keyed(
      ({ data }) => keyOf(data),
      upserts((_member, { data }) => begun(data)),
    ),
    'membership.MembershipEnded': keyed(({ data }) => keyOf(data), updates(ended)),
    'membership.MembershipSucceeded': keyed(({ data }) => keyOf(data), updates(ended)),
  },
});
