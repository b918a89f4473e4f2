import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

type Effect = GrappeEvents['mergers.SuccessionTookEffect'];

/** What this context has to know of a merger for as long as somebody may still be moved by it; no person is in it. */
export interface SuccessionDocument extends Pick<
  Effect,
  'operationId' | 'predecessors' | 'antennaMapping' | 'effectiveOn'
> {
  readonly successor: Pick<Effect['successor'], 'clusterId'>;
}

/** Every merger that took effect. Key: operationId. */
export const successions = projection<GrappeEvents, SuccessionDocument>({
  name: 'membership.successions',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'mergers.SuccessionTookEffect': {
      keys: ({ data }) => data.operationId,
      evolve: (_document, { data: { operationId, predecessors, antennaMapping, effectiveOn, successor } }) => ({
        operationId,
        predecessors,
        antennaMapping,
        effectiveOn,
        successor: { clusterId: successor.clusterId },
      }),
    },
  },
});
