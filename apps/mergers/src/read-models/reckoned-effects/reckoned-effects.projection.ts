import { z } from 'zod';
import { dryRunEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, projection } from '#libs/projections';

export const reckonedEffect = dryRunEvents.EffectReckoned.schema
  .pick({ hash: true, totals: true })
  .extend({ eventId: uuidSchema, recordedAt: z.string() })
  .describe('What was put on record of it when it came.');

/** The effects that were reckoned, by their operations. */
export const reckonedEffects = projection<GrappeEvents, Immutable<z.infer<typeof reckonedEffect>>>({
  name: 'mergers.reckoned-effects',
  version: 1,
  order: AS_RECORDED,
  columns: {},
  indexes: [],
  key: 'operationId',
  on: {
    'mergers.EffectReckoned': creates(({ id: eventId, data: { hash, totals }, metadata: { recordedAt } }) => ({
      ...{ eventId, recordedAt, hash, totals },
    })),
  },
});
