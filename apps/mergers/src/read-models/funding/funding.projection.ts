import { catalog, type GrappeEvents } from '#libs/contracts';
import { keyed, projection, upserts } from '#libs/projections';
import type { YearOfFunding } from '../../domain/dry-run/holdings.ts';

type Recorded = GrappeEvents['membership.FundingRecorded'];

/** What each cluster had from which resource in a calendar year. */
export const funding = projection<GrappeEvents, YearOfFunding>({
  name: 'mergers.funding',
  version: 1,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, year: { type: 'text', from: 'year' } },
  indexes: [['cluster_id', 'year']],
  on: {
    'membership.FundingRecorded': keyed<Recorded, YearOfFunding>(
      ({ data: { clusterId, on } }) => `${clusterId}/${on.slice(0, 4)}`,
      upserts((known, { data: { clusterId, resource, amountCents, on } }) => {
        const cents = known?.cents ?? {};
        const sum = (cents[resource] ?? 0) + amountCents;
        return { clusterId, year: on.slice(0, 4), cents: { ...cents, [resource]: sum } };
      }),
    ),
  },
});
