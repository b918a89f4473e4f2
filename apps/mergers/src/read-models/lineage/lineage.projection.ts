import { AS_RECORDED, keyed, projection, updates, upserts } from '#libs/projections';
import type { GrappeEvents } from '#libs/contracts';
import { mainHeirOf } from '#libs/succession';
import type { Succeeded } from '../../domain/dry-run/holdings.ts';

type Effect = GrappeEvents['mergers.SuccessionTookEffect'];
type Restored = GrappeEvents['membership.ClusterRestored'];

/** Who has succeeded to whom by mergers that took effect: what a label or an agreement of a predecessor has become. */
export const lineage = projection<GrappeEvents, Succeeded>({
  name: 'mergers.lineage',
  version: 2,
  order: AS_RECORDED,
  columns: { successor_id: { type: 'text', from: 'successorId' } },
  indexes: [['successor_id']],
  on: {
    'mergers.SuccessionTookEffect': keyed<Effect, Succeeded>(
      ({ data }) => data.predecessors.map(({ clusterId }) => clusterId),
      upserts((known, { data }, predecessorId) => {
        const { operationId, effectiveOn: on } = data;
        return known ?? { predecessorId, successorId: mainHeirOf(data), on, operationId };
      }),
    ),
    'membership.ClusterRestored': keyed<Restored, Succeeded>(
      ({ data: { clusterId, endedBy } }) => (endedBy === undefined ? [] : [clusterId]),
      updates((known, { data: { on: restoredOn } }) => ({ ...known, restoredOn })),
    ),
  },
});
