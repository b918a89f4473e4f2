import { z } from 'zod';
import { bodyEvents, dateSchema, officeEvents, personSchema, quantitySchema, uuidSchema } from '#libs/contracts';
import type { Immutable } from '#libs/contracts';

const { MandateStarted } = officeEvents;

const memberView = z
  .strictObject({
    person: personSchema,
    mandateIds: z.array(uuidSchema).describe('Of all offices of the body that the person holds.'),
    organisationId: uuidSchema.optional(),
    headId: uuidSchema.optional().describe('The organisation into which that one has gone up by that day.'),
    antennaId: uuidSchema.optional(),
    gender: MandateStarted.schema.shape.gender,
  })
  .meta({ id: 'BodyMember', description: 'A person in a body on a day.' });

const findingView = bodyEvents.BodyConstrained.schema
  .pick({ constraintId: true, rule: true })
  .extend({
    found: quantitySchema,
    required: quantitySchema.describe('At most so many for a cap and for parity, at least so many for the others.'),
    isMet: z.boolean(),
    organisationIds: z.array(uuidSchema).optional().describe('Of a cap that is exceeded: whose seats count together.'),
    breach: z
      .strictObject({
        since: dateSchema,
        mendBy: dateSchema.describe('The last day of the term in which it has to be mended.'),
        isOverdue: z.boolean(),
      })
      .optional()
      .describe('Since when the rule has been broken. No act is void by it.'),
  })
  .meta({ id: 'CompositionFinding', description: 'What a rule on the composition of a body finds on a day.' });

export const compositionView = z
  .strictObject({
    bodyId: uuidSchema,
    validAt: dateSchema,
    size: quantitySchema.optional().describe('The number of seats that day, where it was decided.'),
    members: z.array(memberView),
    findings: z.array(findingView),
  })
  .meta({ id: 'BodyComposition', description: 'Who is in a body on a day, and what the rules on it find.' });

export type CompositionView = Immutable<z.infer<typeof compositionView>>;
