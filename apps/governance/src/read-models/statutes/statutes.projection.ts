import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import type { StatutesDocument } from './statutes.view.ts';

export const statutesVersions = projection<GrappeEvents, StatutesDocument>({
  name: 'governance.statutes',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'governance.StatutesAdopted': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { clusterId, ...version } }) => ({
        clusterId,
        versions: [...(document?.versions ?? []), version],
      }),
    },
  },
});
