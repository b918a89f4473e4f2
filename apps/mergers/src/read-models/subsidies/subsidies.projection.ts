import { catalog, type GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { KnownSubsidy } from '../../domain/dry-run/holdings.ts';

const ended = updates<{ readonly on: string }, KnownSubsidy>((subsidy, { data: { on } }) => ({
  ...subsidy,
  endedOn: subsidy.endedOn ?? on,
}));

/** The subsidies of clusters: whose each is, and what its policy makes of it in a merger. */
export const subsidies = projection<GrappeEvents, KnownSubsidy>({
  name: 'mergers.subsidies',
  version: 1,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'subsidyId',
  on: {
    'membership.SubsidyRequested': creates(({ data }) => {
      const { subsidyId, clusterId, granterId, onSuccession, amountCents, on: requestedOn } = data;
      return { subsidyId, clusterId, granterId, onSuccession, amountCents, requestedOn };
    }),
    'membership.SubsidyGranted': updates((subsidy, { data: { amountCents } }) => ({ ...subsidy, amountCents })),
    'membership.SubsidyRefused': ended,
    'membership.SubsidyLapsed': ended,
    // What has ended by then has nothing that passes.
    'membership.SubsidySucceeded': updates((subsidy, { data: { to, on } }) => {
      if (subsidy.endedOn !== undefined) return subsidy;
      return subsidy.onSuccession === 'lapses' ? { ...subsidy, endedOn: on } : { ...subsidy, clusterId: to };
    }),
  },
});
