import { catalog, type GrappeEvents } from '#libs/contracts';
import {
  isOpen,
  mayBeAdmitted,
  withAdmission,
  withEnd,
  withRestoration,
  withSuccession,
  withTransfer,
  type MembershipPeriod,
} from '#libs/contracts/facts';
import { keyed, projection, upserts, type Projection } from '#libs/projections';

type Applied = GrappeEvents['membership.MembershipApplied'];
type Admitted = GrappeEvents['membership.MemberAdmitted'];
type Transferred = GrappeEvents['membership.MemberTransferred'];
type OriginAdded = GrappeEvents['membership.MembershipOriginAdded'];
type Ended = GrappeEvents['membership.MembershipEnded'];
type Restored = GrappeEvents['membership.MembershipRestored'];
type Succeeded = GrappeEvents['membership.MembershipSucceeded'];

interface Named {
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
}

interface Placed extends Named {
  readonly clusterId: string;
  readonly organisationId: string;
}

/** A member of a cluster, or an organisation that has applied to be one, as other contexts keep it. */
export interface ListedMember extends Placed {
  readonly periods: readonly MembershipPeriod[];
  /** Of one that was never a member, the day on which it applied: where it asks to be counts from then on. */
  readonly appliedOn?: string | undefined;
  /** Where a former member that has applied again will be once it is admitted, unless it was refused. */
  readonly asked?: Named | undefined;
}

/** What an event makes of the periods of a member; its college and antenna are those that the last event names. */
function states<Data extends Placed>(
  periodsAfter: (periods: ListedMember['periods'], data: Data) => ListedMember['periods'],
  application: 'stays' | 'is decided' | 'is void' = 'stays',
) {
  return keyed<Data, ListedMember>(
    ({ data: { clusterId, organisationId } }) => `${clusterId}/${organisationId}`,
    upserts((member, { data }) => {
      const { clusterId, organisationId } = data;
      const asked = member?.asked;
      const decided = application === 'is decided' ? asked : undefined;
      return {
        clusterId,
        organisationId,
        ...named(member ?? {}),
        ...named(decided ?? {}),
        ...named(data),
        periods: periodsAfter(member?.periods ?? [], data),
        ...(asked === undefined || application !== 'stays' ? {} : { asked }),
      };
    }),
  );
}

/** The places that are given. */
function named({ college, antennaId }: Named): Named {
  return { ...(college === undefined ? {} : { college }), ...(antennaId === undefined ? {} : { antennaId }) };
}

const applied = states<Applied>((periods) => periods);
const admission = (periods: ListedMember['periods'], data: Admitted) =>
  mayBeAdmitted(periods, data) ? withAdmission(periods, data) : periods;
const admitted = states<Admitted>(admission, 'is decided');
/** Of an organisation that joins by its accession to a merger. */
const acceded = states<Admitted>(admission, 'is void');

function appliedFirst(member: ListedMember | undefined, { data: { on } }: { readonly data: Applied }) {
  return member && { ...member, appliedOn: on };
}

/** Of one that is a member, an application comes to nothing; of one that was, what it asks for is its own until it is decided. */
function withApplication(member: ListedMember, { data }: { readonly data: Applied }): ListedMember {
  const asked = named(data);
  return isOpen(member.periods) || Object.keys(asked).length === 0 ? member : { ...member, asked };
}

/** An own copy of who is a member of which cluster, in which college and antenna. */
export function memberLists(context: string, version: number): Projection<GrappeEvents, ListedMember> {
  return projection<GrappeEvents, ListedMember>({
    name: `${context}.member-lists`,
    version,
    order: catalog.order,
    columns: {
      cluster_id: { type: 'text', from: 'clusterId' },
      organisation_id: { type: 'text', from: 'organisationId' },
    },
    indexes: [['cluster_id'], ['organisation_id']],
    on: {
      'membership.MembershipApplied': {
        ...applied,
        evolve: (member, event, key) =>
          member === undefined || member.periods.length === 0
            ? appliedFirst(applied.evolve(member, event, key), event)
            : withApplication(member, event),
      },
      'membership.MembershipRefused': states<Placed>((periods) => periods, 'is void'),
      'membership.MemberAdmitted': {
        ...admitted,
        evolve: (member, event, key) =>
          (event.data.operationId === undefined ? admitted : acceded).evolve(member, event, key),
      },

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
      'membership.MembershipRestored': states<Restored>(withRestoration),
    },
  });
}
