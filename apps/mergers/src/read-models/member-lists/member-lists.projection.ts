import type { GrappeEvents } from '#libs/contracts';
import { keyed, projection, updates, upserts } from '#libs/projections';
import type { Member } from '../../domain/dry-run/diff.ts';

type Applied = GrappeEvents['membership.MembershipApplied'];
type Begun = GrappeEvents['membership.MemberAdmitted' | 'membership.MemberTransferred'];
type Ended = GrappeEvents['membership.MembershipEnded' | 'membership.MembershipSucceeded'];

function keyOf({ data: { clusterId, organisationId } }: { readonly data: Applied | Begun | Ended }): string {
  return `${clusterId}/${organisationId}`;
}

/** Its antenna is the one that the last event names. */
function memberOf(member: Member | undefined, { clusterId, organisationId, ...event }: Applied | Begun): Member {
  const antennaId = event.antennaId ?? member?.antennaId;
  return { clusterId, organisationId, ...(antennaId === undefined ? {} : { antennaId }), active: false };
}

const begins = keyed<Begun, Member>(
  keyOf,
  upserts((member, { data }) => ({ ...memberOf(member, data), since: data.since, active: true })),
);
const ends = keyed<Ended, Member>(
  keyOf,
  updates((member, { data }) => ({ ...member, until: data.on, active: false })),
);

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = projection<GrappeEvents, Member>({
  name: 'mergers.member-lists',
  version: 3,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'membership.MembershipApplied': keyed<Applied, Member>(
      keyOf,
      upserts((member, { data }) => ({ ...member, ...memberOf(member, data) })),
    ),
    'membership.MemberAdmitted': begins,
    'membership.MemberTransferred': begins,
    'membership.MembershipEnded': ends,
    'membership.MembershipSucceeded': ends,
  },
});
