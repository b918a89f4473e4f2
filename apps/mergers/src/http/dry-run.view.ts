import { z } from 'zod';
import { bodyKindSchema, dateSchema, sha256Schema, uuidSchema, verdictSchema } from '#libs/contracts';
import { operationStatus } from '../read-models/operations/operations.projection.ts';

const count = z.int().min(0);
const name = z.string();

const guardStatus = verdictSchema
  .extend({
    clusterId: uuidSchema.optional(),
    actOn: dateSchema.describe('The day of the act that was judged, or on which it would be judged.'),
    state: z.enum(['passed', 'failed', 'not-yet-due']),
    found: z.string().optional(),
    required: z.string().optional(),
    inFrench: z.strictObject({ found: z.string().optional(), required: z.string().optional() }).optional(),
    earliestLawfulDate: dateSchema.optional().describe('The first lawful day, not before the requested one.'),
  })
  .meta({ id: 'GuardStatus', description: 'The status of a guard for an operation, or for one of its participants.' });

export const guardsView = z
  .strictObject({ validAt: dateSchema, items: z.array(guardStatus) })
  .meta({ id: 'Guards', description: 'Which guards have passed, fail, or are not yet due on a day.' });

const members = z.strictObject({
  total: count.describe('Members of the successor: each once.'),
  sum: count.describe('Memberships of the participants, added up.'),
  merged: count.describe('The number of memberships that merge with another one: `sum - total`.'),
  byOrigin: z.array(z.strictObject({ clusterId: uuidSchema, name: name.optional(), members: count })),
  duplicates: z
    .array(z.strictObject({ organisationId: uuidSchema, clusterIds: z.array(uuidSchema), name: name.optional() }))
    .describe('Organisations that belong to more than one participant, each with all of them.'),
  byAntenna: z
    .array(z.strictObject({ antennaId: uuidSchema.nullable(), name: name.optional(), members: count }))
    .describe('The members of the successor by antenna; null for those without one.'),
});

const mandateLine = z.strictObject({ mandateId: uuidSchema, clusterId: uuidSchema, personName: name, office: name });

const governance = z.strictObject({
  bodiesAbolished: z.array(z.strictObject({ clusterId: uuidSchema, bodyId: uuidSchema, name })),
  bodiesCreated: z.array(z.strictObject({ bodyId: uuidSchema, name, kind: bodyKindSchema })),
  mandatesEnded: z.array(mandateLine),
  mandatesBegun: z.array(mandateLine.extend({ limit: dateSchema.optional() })),
});

export const dryRunView = z
  .strictObject({
    operationId: uuidSchema,
    status: operationStatus,
    on: dateSchema,
    planVersion: z.int().optional(),
    planHash: sha256Schema.optional(),
    members,
    governance,
    guards: z.strictObject({
      passed: z.array(guardStatus),
      failed: z.array(guardStatus),
      notYetDue: z.array(guardStatus),
    }),
    obstacle: z
      .strictObject({ found: z.string(), required: z.string() })
      .optional()
      .describe('What the register has against the effect: it will be refused until that is mended.'),
    effect: z.strictObject({
      expectedOn: dateSchema.optional().describe('The day on which the effect can be expected, where it is known.'),
      lastVoteIsEffect: z.boolean().describe('True where the last favourable vote will be the effect.'),
      note: z.string().optional(),
    }),
  })
  .meta({ id: 'DryRun', description: 'What an effect would change; nothing is written.' });

export const dryRunRequest = z.strictObject({ on: dateSchema.optional() }).meta({ id: 'DryRunRequest' });
