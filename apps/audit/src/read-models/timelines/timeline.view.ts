import { z } from 'zod';
import { dateSchema, uuidSchema, type Immutable } from '#libs/contracts';

export const timelineLineView = z
  .strictObject({
    entity: uuidSchema,
    position: z.string(),
    eventId: uuidSchema,
    stream: z.string(),
    revision: z.string(),
    type: z.string(),
    effectiveAt: dateSchema,
    recordedAt: z.iso.datetime(),
    actor: z.string(),
    summary: z.string(),
  })
  .meta({ id: 'TimelineLine', description: 'One event on the timeline of one thing that it names.' });

export type TimelineLine = Immutable<z.infer<typeof timelineLineView>>;
