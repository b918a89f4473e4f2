import { z } from 'zod';
import { dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { factKind, factSide, factEnded } from '../comparison/comparison.view.ts';

const instantView = z.iso.datetime();
const correction = z
  .strictObject({ eventId: uuidSchema, reason: z.string() })
  .meta({ id: 'FactCorrection', description: 'The event that corrected a fact or took it back, and why.' });

const factVersion = z
  .strictObject({
    validFrom: dateSchema,
    validTo: dateSchema.nullable().describe('The first day after it; null without an end.'),
    knownFrom: instantView,
    knownTo: instantView.nullable().describe('The instant from which something else was known; null: it is known now.'),
    value: factSide.nullable().describe('Null where it holds no more.'),
    ended: factEnded.optional(),
    eventId: uuidSchema.describe('The event by which it is so: the last one that counts for these days.'),
    type: z.string(),
    correctedBy: correction.optional().describe('What made it known, where that was a correction.'),
    withdrawnBy: correction.optional().describe('The correction since which it is known no more.'),
  })
  .meta({ id: 'FactVersion', description: 'What was known of a fact for a span of instants, about a span of days.' });

export const factHistoryView = z
  .strictObject({
    id: uuidSchema,
    items: z.array(
      z.strictObject({
        kind: factKind,
        id: z.string(),
        subjectId: uuidSchema.describe('The cluster, the incubator or the operation that it is a fact of.'),
        objectId: uuidSchema.optional(),
        versions: z
          .array(factVersion)
          .describe('In the order in which they became known, and of one instant of their days.'),
      }),
    ),
  })
  .meta({ id: 'FactHistory', description: 'The facts about one thing, with everything that was ever known of them.' });

export type FactHistory = Immutable<z.infer<typeof factHistoryView>>;
