import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';
import { declaredFigureSchema, exactNumberSchema } from './organisation.ts';

const { indicator, unit, scope } = declaredFigureSchema.shape;
const ofObjective = { objectiveId: uuidSchema, clusterId: uuidSchema };

/** What clusters mean to reach, and what was measured of it; two sources may measure otherwise, and both stay. */
export const objectiveEvents = correctable({
  // It counts first: what was measured before it is read beside it.
  ObjectiveSet: event(
    'A cluster means to bring an indicator from a baseline to a target by a day.',
    {
      ...ofObjective,
      indicator,
      unit,
      scope,
      /** Null where nobody knows it. */
      baseline: exactNumberSchema.nullable(),
      target: exactNumberSchema,
      /** Whether more is better, or less (a rank, a delay). */
      better: z.enum(['higher', 'lower']),
      dueOn: dateSchema,
      on: dateSchema,
    },
    { opens: true },
  ),
  ObjectiveMeasured: event('A source measured the indicator of an objective.', {
    ...ofObjective,
    value: exactNumberSchema,
    source: nameSchema,
    on: dateSchema,
  }),
});
