import type { z } from 'zod';
import { catalog, dateSchema, roleEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';

export const roleView = roleEvents.RoleAssigned.schema
  .extend({
    until: dateSchema.optional().describe('The first day after the role.'),
    reason: roleEvents.RoleEnded.schema.shape.reason,
  })
  .meta({ id: 'Role', description: 'An appointed role with whoever has it.' });

export type RoleDocument = Immutable<z.infer<typeof roleView>>;

export const roles = projection<GrappeEvents, RoleDocument>({
  name: 'governance.roles',
  version: 4,
  order: catalog.order,
  subject: 'governance.role',
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
