import type { GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { StatutesDocument } from './statutes.view.ts';

export const statutesVersions = projection<GrappeEvents, StatutesDocument>({
  name: 'governance.statutes',
  version: 1,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'governance.StatutesAdopted': upserts((document, { data: { clusterId, ...version } }) => ({
      clusterId,
      versions: [...(document?.versions ?? []), version],
    })),
  },
});
