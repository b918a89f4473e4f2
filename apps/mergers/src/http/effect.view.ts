import { z } from 'zod';
import { dateSchema, operationEvents, sha256Schema, uuidSchema, type Immutable } from '#libs/contracts';
import { keptDryRunSummary } from '../read-models/dry-runs/dry-runs.projection.ts';
import { operationStatus } from '../read-models/operations/operations.projection.ts';
import { reckonedEffect } from '../read-models/reckoned-effects/reckoned-effects.projection.ts';
import { dryRunView } from './dry-run.view.ts';

const count = z.int().min(0);
const position = z.int().min(0);
const value = z.record(z.string(), z.unknown());

const event = z.strictObject({
  eventId: uuidSchema,
  type: z.string(),
  recordedAt: z.string(),
  effectiveAt: dateSchema.describe('The day of legal effect of the fact.'),
  fact: uuidSchema.optional().describe('The fact that it corrects or voids.'),
});

const cause = z
  .strictObject({
    kind: z
      .enum(['late-fact', 'fact', 'correction', 'plan-version', 'day-of-effect'])
      .describe(
        'A fact of a day up to that of the dry run, recorded after it; a fact of a later day; a fact that was corrected or voided; another version of the plan; another day of effect.',
      ),
    ...event.partial().shape,
  })
  .meta({
    id: 'DifferenceCause',
    description: 'Why the effect is not what the dry run said, with the event that says so.',
  });

const difference = z.strictObject({
  part: z.string().describe('Of the diff: `members`, `mandates-ended` and so on.'),
  key: z.string(),
  before: value.optional().describe('What the dry run said; absent where it said nothing of it.'),
  after: value.optional().describe('What the effect changed; absent where it changed nothing of it.'),
  causes: z.array(cause),
  moreCauses: count.describe('How many causes are not shown.'),
});

const comparison = z.strictObject({
  dryRun: keptDryRunSummary,
  isIdentical: z.boolean(),
  differences: z.array(difference),
  leftOff: count.describe('How many differences are not shown.'),
  between: z
    .strictObject({
      from: position.describe('The dry run was made of what stands before it.'),
      before: position.describe('That of the effect.'),
      recorded: count.describe('How many events that have a part in what is compared were recorded between the two.'),
      events: z.array(event),
    })
    .describe('What was recorded between the dry run and the effect, the first of it.'),
});

const effect = z.strictObject({
  effectiveOn: dateSchema,
  recordedAt: z.string(),
  position: position.describe('That of the effect in the ledger: the diff is made of what stands before it.'),
  hash: sha256Schema,
  reckoned: reckonedEffect.optional(),
  diff: dryRunView,
  reported: z
    .array(operationEvents.ReferencesMoved.schema.omit({ operationId: true }))
    .describe('What contexts have moved since, by their own reports.'),
  comparison: comparison.optional().describe('With the last dry run that was kept; absent where none was.'),
});

export const effectView = z
  .strictObject({
    operationId: uuidSchema,
    status: operationStatus,
    effect: effect.optional().describe('Absent while it lies ahead.'),
  })
  .meta({ id: 'OperationEffect', description: 'What an effect changed, and where that is not what was foreseen.' });

export type EffectView = Immutable<z.infer<typeof effectView>>;
export type Effect = NonNullable<EffectView['effect']>;
export type Comparison = NonNullable<Effect['comparison']>;
