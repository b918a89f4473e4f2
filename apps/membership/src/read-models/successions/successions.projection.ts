import type { GrappeEvents } from '#libs/contracts';
import { creates, projection } from '#libs/projections';

type Effect = GrappeEvents['mergers.SuccessionTookEffect'];

/** What this context keeps of a merger for late moves; it contains no person. */
export interface SuccessionDocument extends Pick<
  Effect,
  'operationId' | 'predecessors' | 'antennaMapping' | 'effectiveOn'
> {
  readonly successor: Pick<Effect['successor'], 'clusterId'>;
}

/** Every merger that took effect. */
export const successions = projection<GrappeEvents, SuccessionDocument>({
  name: 'membership.successions',
  version: 1,
  columns: {},
  indexes: [],
  key: 'operationId',
  on: {
    'mergers.SuccessionTookEffect': creates(
      ({ data: { operationId, predecessors, antennaMapping, effectiveOn, successor } }) => ({
        operationId,
        predecessors,
        antennaMapping,
        effectiveOn,
        successor: { clusterId: successor.clusterId },
      }),
    ),
  },
});
