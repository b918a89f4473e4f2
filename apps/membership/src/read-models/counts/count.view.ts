import { z } from 'zod';
import { dateSchema, uuidSchema } from '#libs/contracts';

const number = z.int();

export const countView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    members: number,
    joins: number,
    leaves: number,
    before: number.optional().describe('With `since`: the count of that day; members = before + joins − leaves.'),
  })
  .meta({ id: 'MemberCount', description: 'How many members a cluster has on a day, and what changed since another.' });
