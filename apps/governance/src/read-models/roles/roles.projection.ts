import type { z } from 'zod';
import { catalog, dateSchema, roleEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { dissolvedAfter, type RegisteredCluster } from '#libs/process-managers';
import { creates, projection, updates } from '#libs/projections';

export const roleView = roleEvents.RoleAssigned.schema
  .extend({
    until: dateSchema.optional().describe('The first day after the role.'),
    reason: roleEvents.RoleEnded.schema.shape.reason,
  })
  .meta({ id: 'Role', description: 'An appointed role with whoever has it.' });

export type RoleDocument = Immutable<z.infer<typeof roleView>>;

/** A role until its cluster is dissolved: it follows that when it is read, and its correction. */
export function untilDissolution(role: RoleDocument, cluster: RegisteredCluster | undefined): RoleDocument {
  const until = dissolvedAfter(cluster, role.since);
  const goesOn = until === undefined || (role.until !== undefined && role.until <= until);
  return goesOn ? role : { ...role, until, reason: 'dissolution' };
}

export const roles = projection<GrappeEvents, RoleDocument>({
  name: 'governance.roles',
  version: 5,
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
