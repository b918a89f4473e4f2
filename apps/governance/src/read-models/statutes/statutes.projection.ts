import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

type StatutesVersion = Omit<GrappeEvents['governance.StatutesAdopted'], 'clusterId'>;

export interface StatutesDocument {
  readonly clusterId: string;
  /** All versions, in the order of their numbers. */
  readonly versions: readonly StatutesVersion[];
}

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
