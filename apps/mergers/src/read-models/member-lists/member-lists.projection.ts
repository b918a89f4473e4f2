import { catalog, type GrappeEvents } from '#libs/contracts';
import { mayBeAdmitted, withAdmission, withEnd, withSuccession, withTransfer } from '#libs/contracts/facts';
import { keyed, projection, upserts } from '#libs/projections';
import type { Member } from '../../domain/dry-run/diff.ts';

type Applied = GrappeEvents['membership.MembershipApplied'];
type Admitted = GrappeEvents['membership.MemberAdmitted'];
type Transferred = GrappeEvents['membership.MemberTransferred'];
type OriginAdded = GrappeEvents['membership.MembershipOriginAdded'];
type Ended = GrappeEvents['membership.MembershipEnded'];
type Succeeded = GrappeEvents['membership.MembershipSucceeded'];

interface Placed {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly antennaId?: string | undefined;
}

/** What an event makes of the periods of a member; its antenna is the one that the last event names. */
function states<Data extends Placed>(periodsAfter: (periods: Member['periods'], data: Data) => Member['periods']) {
  return keyed<Data, Member>(
    ({ data: { clusterId, organisationId } }) => `${clusterId}/${organisationId}`,
    upserts((member, { data }) => {
      const { clusterId, organisationId } = data;
      const antennaId = data.antennaId ?? member?.antennaId;
      const periods = periodsAfter(member?.periods ?? [], data);
      return { clusterId, organisationId, ...(antennaId === undefined ? {} : { antennaId }), periods };
    }),
  );
}

const applied = states<Applied>((periods) => periods);

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = projection<GrappeEvents, Member>({
  name: 'mergers.member-lists',
  version: 7,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    // Of one that is or was a member, what the application asks for changes nothing until it is admitted.
    'membership.MembershipApplied': {
      ...applied,
      evolve: (member, event, key) =>
        member === undefined || member.periods.length === 0 ? applied.evolve(member, event, key) : member,
    },
    'membership.MemberAdmitted': states<Admitted>((periods, { since }) =>
      mayBeAdmitted(periods) ? withAdmission(periods, since) : periods,
    ),
    'membership.MemberTransferred': states<Transferred>((periods, { since, operationId }) =>
      withTransfer(periods, since, operationId),
    ),
    'membership.MembershipOriginAdded': states<OriginAdded>((periods, { on, operationId }) =>
      withTransfer(periods, on, operationId),
    ),
    'membership.MembershipEnded': states<Ended>(withEnd),
    'membership.MembershipSucceeded': states<Succeeded>(withSuccession),
  },
});
