import type { GrappeEvents } from '#libs/contracts';
import { keyed, projection, updates, upserts } from '#libs/projections';

export interface ListedMember {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly antennaId?: string | undefined;
  /** The days of the last membership; an application has none yet. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Admitted, and nobody has ended it: an end that lies ahead counts as one. */
  readonly active: boolean;
}

interface Membership {
  readonly clusterId: string;
  readonly organisationId: string;
}

const keyOf = ({ clusterId, organisationId }: Membership): string => `${clusterId}/${organisationId}`;

type Placing = GrappeEvents[
  'membership.MembershipApplied' | 'membership.MemberAdmitted' | 'membership.MemberTransferred'];

/** Where it stands is told by the last event that says so. */
function placed(member: ListedMember | undefined, { clusterId, organisationId, ...event }: Placing): ListedMember {
  const antennaId = event.antennaId ?? member?.antennaId;
  return { clusterId, organisationId, ...(antennaId === undefined ? {} : { antennaId }), active: false };
}

function begun(member: ListedMember | undefined, event: Exclude<Placing, { readonly on: string }>): ListedMember {
  return { ...placed(member, event), since: event.since, active: true };
}

function ended(member: ListedMember, { on: until }: { readonly on: string }): ListedMember {
  return { ...member, until, active: false };
}

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = projection<GrappeEvents, ListedMember>({
  name: 'mergers.member-lists',
  version: 3,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
  },
  indexes: [['cluster_id']],
  on: {
    'membership.MembershipApplied': keyed(
      ({ data }) => keyOf(data),
      upserts((member, { data }) => ({ ...member, ...placed(member, data) })),
    ),
    'membership.MemberAdmitted': keyed(
      ({ data }) => keyOf(data),
      upserts((member, { data }) => begun(member, data)),
    ),
    'membership.MemberTransferred': keyed(
      ({ data }) => keyOf(data),
      upserts((member, { data }) => begun(member, data)),
    ),
    'membership.MembershipEnded': keyed(
      ({ data }) => keyOf(data),
      updates((member, { data }) => ended(member, data)),
    ),
    'membership.MembershipSucceeded': keyed(
      ({ data }) => keyOf(data),
      updates((member, { data }) => ended(member, data)),
    ),
  },
});
