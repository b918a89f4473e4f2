import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { RoleDocument } from './role.view.ts';

export const roles = projection<GrappeEvents, RoleDocument>({
  name: 'governance.roles',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'roleId',
  on: {
    'governance.RoleAssigned': creates(({ data }) => data),
    'governance.RoleEnded': updates((role, { data: { on, reason } }) => ({
      ...role,
      until: on,
      ...(reason === undefined ? {} : { reason }),
    })),
  },
});
