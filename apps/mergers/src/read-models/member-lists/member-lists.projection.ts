import { catalog, type GrappeEvents } from '#libs/contracts';
import { isOpen, mayBeAdmitted, withAdmission, withEnd, withSuccession, withTransfer } from '#libs/contracts/facts';
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

/** A former member that applied is in the antenna that it asked for once it is admitted, unless it was refused. */
interface Listed extends Member {
  readonly asked?: string | undefined;
}

/** What an event makes of the periods of a member; its antenna is the one that the last event names. */
function states<Data extends Placed>(
  periodsAfter: (periods: Member['periods'], data: Data) => Member['periods'],
  application: 'stays' | 'is decided' | 'is void' = 'stays',
) {
  return keyed<Data, Listed>(
    ({ data: { clusterId, organisationId } }) => `${clusterId}/${organisationId}`,
    upserts((member, { data }) => {
      const { clusterId, organisationId } = data;
      const asked = member?.asked;
      const antennaId = data.antennaId ?? (application === 'is decided' ? asked : undefined) ?? member?.antennaId;
      const periods = periodsAfter(member?.periods ?? [], data);
      return {
        ...{ clusterId, organisationId, periods },
        ...(antennaId === undefined ? {} : { antennaId }),
        ...(asked === undefined || application !== 'stays' ? {} : { asked }),
      };
    }),
  );
}

const applied = states<Applied>((periods) => periods);

/** Of one that is a member, an application comes to nothing; of one that was, what it asks for is its own until it is decided. */
function withApplication(member: Listed, { data: { antennaId } }: { readonly data: Applied }): Listed {
  return isOpen(member.periods) || antennaId === undefined ? member : { ...member, asked: antennaId };
}

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = projection<GrappeEvents, Listed>({
  name: 'mergers.member-lists',
  version: 9,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'membership.MembershipApplied': {
      ...applied,
      evolve: (member, event, key) =>
        member === undefined || member.periods.length === 0
          ? applied.evolve(member, event, key)
          : withApplication(member, event),
    },
    'membership.MembershipRefused': states<Placed>((periods) => periods, 'is void'),
    'membership.MemberAdmitted': states<Admitted>(
      (periods, { since }) => (mayBeAdmitted(periods) ? withAdmission(periods, since) : periods),
      'is decided',
    ),
    'membership.MemberTransferred': states<Transferred>(
      (periods, { since, operationId }) => withTransfer(periods, since, operationId),
      'is void',
    ),
    'membership.MembershipOriginAdded': states<OriginAdded>(
      (periods, { on, operationId }) => withTransfer(periods, on, operationId),
      'is void',
    ),
    'membership.MembershipEnded': states<Ended>(withEnd),
    'membership.MembershipSucceeded': states<Succeeded>(withSuccession),
  },
});
