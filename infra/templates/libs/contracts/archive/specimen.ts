import { z } from 'zod';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';

export const specimenEvents = {
  SpecimenRegistered: event({
    version: 1,
    summary: 'A specimen exists under a name from a day on.',
    schema: z.strictObject({ specimenId: uuidSchema, name: nameSchema, since: dateSchema }),
  }),
  SpecimenRenamed: event({
    version: 1,
    summary: 'A specimen bears another name from a day on.',
    schema: z.strictObject({ specimenId: uuidSchema, name: nameSchema, since: dateSchema }),
  }),
};
