import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import { told } from '../told.ts';
import type { RoleDocument } from './role.view.ts';

export const roles = projection<GrappeEvents, RoleDocument>({
  name: 'governance.roles',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'governance.RoleAssigned': { keys: ({ data }) => data.roleId, evolve: (_none, { data }) => data },
    'governance.RoleEnded': {
      keys: ({ data }) => data.roleId,
      evolve: (document, { data: { on, reason } }, key) => ({
        ...told(document, key),
        until: on,
        ...(reason === undefined ? {} : { reason }),
      }),
    },
  },
});
