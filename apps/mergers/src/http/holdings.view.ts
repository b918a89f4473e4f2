import { z } from 'zod';
import { constraintKindSchema, dateSchema, fundingClassSchema, seatMethodSchema, uuidSchema } from '#libs/contracts';

const count = z.int().min(0);
const name = z.string();
const outcome = z
  .enum(['automatic', 'needs-consent', 're-assess', 'lapses'])
  .describe('What becomes of it by its own policy, and what it needs for that.');
const moved = { clusterId: uuidSchema.describe('Whose it is before.'), toClusterId: uuidSchema };

const mix = z.strictObject({
  totalCents: count,
  classes: z.array(z.strictObject({ class: fundingClassSchema, amountCents: count, share: name.optional() })),
});

const label = z.strictObject({
  ...{ labelId: uuidSchema, schemeId: uuidSchema, name: name.optional(), clusterId: uuidSchema, outcome },
  by: dateSchema.optional().describe('Until when the consent or the assessment has to come.'),
});

/** What an effect makes of labels, subsidies, partnerships, agreements, member lists of networks, funding and seats. */
export const holdingsShape = {
  constraints: z
    .array(
      z.strictObject({
        ...{ clusterId: uuidSchema, bodyId: uuidSchema, constraintId: uuidSchema },
        kind: constraintKindSchema,
        ...{ found: count, required: count },
        organisationIds: z.array(uuidSchema).optional().describe('Of a cap: who has too many seats.'),
        isNew: z.boolean().describe('Whether it is the effect that breaks it.'),
      }),
    )
    .describe('Rules on the composition of bodies that are broken on the day of the effect.'),
  labels: z.array(label),
  labelsIssued: z
    .array(label.extend({ toClusterId: uuidSchema, holderId: uuidSchema }))
    .describe('Labels that others have of a cluster that disappears: its heir is their issuer.'),
  subsidies: z.array(
    z.strictObject({ subsidyId: uuidSchema, granterId: uuidSchema, ...moved, amountCents: count.nullable(), outcome }),
  ),
  partners: z
    .array(z.strictObject({ partnerId: uuidSchema, incubatorId: uuidSchema, seatId: uuidSchema.optional(), ...moved }))
    .describe('Partnerships of incubators, each with its seat where it has one.'),
  agreements: z.array(
    z.strictObject({
      agreementId: uuidSchema,
      kind: z.enum(['partnership', 'reciprocity']),
      clusterIds: z.array(uuidSchema).describe('The parties that disappear.'),
      toClusterId: uuidSchema,
      outcome: z.enum(['passes', 'ends']).describe('It ends where nobody else is left to be bound by it.'),
    }),
  ),
  networks: z
    .array(z.strictObject({ networkId: uuidSchema, ...moved, merges: z.boolean() }))
    .describe('Member lists of networks: `merges` where the heir is on the list already.'),
  funding: z
    .strictObject({
      year: z.int().describe('The calendar year before the effect.'),
      before: z.array(mix.extend({ clusterId: uuidSchema })),
      after: mix.describe('Of the successor, if it had lived of the same.'),
    })
    .describe('The funding mix before and after, in cash.'),
  seats: z
    .array(
      z.strictObject({
        ...{ planId: uuidSchema, bodyId: uuidSchema, house: count, method: seatMethodSchema },
        ...{ figuresOn: dateSchema, since: dateSchema },
        criteria: z.array(z.strictObject({ name, weight: name })),
        units: z.array(
          z.strictObject({
            ...{ unit: name, antennaId: uuidSchema.optional(), seats: count, reserved: count },
            figures: z.array(name).describe('One for each criterion: what the seats were shared by.'),
          }),
        ),
      }),
    )
    .describe('Seats by antenna in the bodies of the successor that have a seat plan, with what decided.'),
};
