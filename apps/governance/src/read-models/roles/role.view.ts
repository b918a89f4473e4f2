import type { z } from 'zod';
import { dateSchema, roleEvents, type Immutable } from '#libs/contracts';

export const roleView = roleEvents.RoleAssigned.schema
  .extend({
    until: dateSchema.optional().describe('The first day on which the person fills the role no more.'),
    reason: roleEvents.RoleEnded.schema.shape.reason,
  })
  .meta({ id: 'Role', description: 'An appointed role with whoever has it.' });

export type RoleDocument = Immutable<z.infer<typeof roleView>>;
